/** What the page says of what it has computed. */
import type { Lack } from "../explanation.ts";
import type { PasteFault } from "../paste/problem.ts";
import type { Language } from "./language.ts";
import { type Mistake, MISTAKES_EN } from "./mistakes-en.ts";
import { MISTAKES_FR } from "./mistakes-fr.ts";

export interface AnswerWords {
  readonly lacks: Readonly<Record<Lack, string>>;
  readonly mistakes: Readonly<Record<Mistake, string>>;
  readonly faults: Readonly<Record<PasteFault, string>>;
  readonly insecure: string;
  readonly read: string;
  readonly linked: string;
  readonly badLink: string;
  readonly right: string;
  readonly rightBy: (rule: string) => string;
  readonly butUnusual: string;
  readonly wrong: string;
  readonly several: string;
  readonly unexplained: string;
  readonly clock: string;
  readonly ahead: (seconds: string) => string;
  readonly behind: (seconds: string) => string;
  readonly unreadableTime: string;
  readonly zone: (hours: number) => string;
  readonly text: string;
  readonly bytes: (count: number) => string;
  readonly legend: string;
  readonly accepted: (count: number) => string;
  readonly parts: string;
  readonly empty: string;
  readonly digest: string;
  readonly send: string;
  readonly header: string;
  readonly field: string;
  readonly curl: string;
  readonly snippets: string;
  readonly copy: string;
  readonly copied: string;
}

const EN: AnswerWords = {
  lacks: {
    url: "Fill in the address of the request.",
    secret: "Fill in the secret to compute the signature.",
    key: "Fill in the public key (or access key): it is signed.",
    timestamp: "Fill in the time that is sent: it is signed.",
    body: "Fill in the body: it is what is signed.",
    pem: "Fill in an Ed25519 key in PEM: the public one to check a signature, the private one to make one.",
    "private-key":
      "With the public key signatures can be checked. To make one takes the private key.",
    account: "The address holds no account: it is …/api/1/{account}/…",
  },
  mistakes: MISTAKES_EN,
  faults: {
    empty: "There is nothing to read.",
    "too-long": "This is too long to be a request.",
    neither: "This is neither a curl command nor raw HTTP",
    "quote-open": "A quote is opened and never closed",
    substitution:
      "The shell would put a value in here, which can’t be known: write the value itself",
    "several-commands":
      "An unquoted & ; | < > ( ) or a second command: put the address within quotes",
    escape: "An escape that can’t be read",
    "no-url": "The command has no address.",
    "bad-url": "This is no address of http or https",
    "two-urls": "There are two addresses (or a line end without a backslash before it)",
    option: "An option that is not known here",
    "option-value": "This option needs a value behind it",
    file: "This reads a file, which is not here: put its content in its place",
    form: "Forms in several parts are no calls of these partners",
    header: "This is no header; one is written Name: value",
    "request-line": "The first line is no request line, such as GET /v9/events HTTP/1.1",
    "header-line": "This line is no header; before the body there is an empty line",
    "no-host": "Without a Host header there is no address",
  },
  insecure: "A browser computes signatures on https pages and on this machine’s own only.",
  read: "Read. The fields are filled in.",
  linked:
    "The request came with the link; its personal parts may be masked, which changes the signature.",
  badLink: "The link holds no request that can be read.",
  right: "The signature is right.",
  rightBy: (rule) => `It counts by the rule ${rule}.`,
  butUnusual: "Accepted, though not as the partner does it:",
  wrong: "The signature is wrong. This mistake makes exactly it:",
  several: "The signature is wrong. Each of these makes exactly it:",
  unexplained:
    "The signature is wrong, and no known mistake makes it. Most often the secret is another one, or the request was changed on its way.",
  clock: "The signature is right, but its time is too far from now.",
  ahead: (seconds) => `It is ahead of this computer’s clock by ${seconds} s.`,
  behind: (seconds) => `It is behind this computer’s clock by ${seconds} s.`,
  unreadableTime: "Its time can’t be read.",
  zone: (hours) =>
    `Whole hours (${hours > 0 ? "+" : ""}${hours}) point to a time zone: send UTC, or its offset.`,
  text: "The string that is signed",
  bytes: (count) => (count === 1 ? "1 byte" : `${count.toLocaleString("en")} bytes`),
  legend:
    "A space is ·, a line end ↵ or ←, a tab ⇥. Escapes and ? are coloured, and what is not ASCII is underlined.",
  accepted: (count) => `The window accepts ${count} more, for clients that write it otherwise`,
  parts: "Its parts",
  empty: "(empty)",
  digest: "Digest",
  send: "What to send",
  header: "header",
  field: "field of the JSON body",
  curl: "As a curl command",
  snippets: "In your language",
  copy: "Copy",
  copied: "Copied.",
};

const FR: AnswerWords = {
  lacks: {
    url: "Indiquez l’adresse de la requête.",
    secret: "Indiquez le secret pour calculer la signature.",
    key: "Indiquez la clé publique (ou d’accès) : elle est signée.",
    timestamp: "Indiquez l’heure envoyée : elle est signée.",
    body: "Indiquez le corps : c’est lui qui est signé.",
    pem: "Indiquez une clé Ed25519 en PEM : publique pour vérifier une signature, privée pour en faire une.",
    "private-key": "La clé publique permet de vérifier. Pour signer, il faut la clé privée.",
    account: "L’adresse ne contient pas de compte : …/api/1/{compte}/…",
  },
  mistakes: MISTAKES_FR,
  faults: {
    empty: "Il n’y a rien à lire.",
    "too-long": "C’est trop long pour une requête.",
    neither: "Ce n’est ni une commande curl ni du HTTP brut",
    "quote-open": "Un guillemet est ouvert et jamais fermé",
    substitution:
      "Le shell mettrait ici une valeur, inconnue de cette page : écrivez la valeur même",
    "several-commands":
      "Un & ; | < > ( ) sans guillemets, ou une deuxième commande : mettez l’adresse entre guillemets",
    escape: "Un échappement illisible",
    "no-url": "La commande n’a pas d’adresse.",
    "bad-url": "Ce n’est pas une adresse http ou https",
    "two-urls": "Il y a deux adresses (ou une fin de ligne sans barre oblique inverse)",
    option: "Une option inconnue ici",
    "option-value": "Cette option demande une valeur",
    file: "Ceci lit un fichier, qui n’est pas là : mettez son contenu à la place",
    form: "Les formulaires en plusieurs parties ne sont pas des appels de ces partenaires",
    header: "Ce n’est pas un en-tête ; il s’écrit Nom: valeur",
    "request-line":
      "La première ligne n’est pas une ligne de requête, comme GET /v9/events HTTP/1.1",
    "header-line": "Cette ligne n’est pas un en-tête ; une ligne vide précède le corps",
    "no-host": "Sans en-tête Host il n’y a pas d’adresse",
  },
  insecure: "Un navigateur ne calcule de signatures que sur une page https ou de cette machine.",
  read: "Lu. Les champs sont remplis.",
  linked:
    "La requête est venue avec le lien ; ce qui est personnel peut y être masqué, ce qui change la signature.",
  badLink: "Le lien ne contient pas de requête lisible.",
  right: "La signature est juste.",
  rightBy: (rule) => `Elle compte selon la règle ${rule}.`,
  butUnusual: "Acceptée, mais le partenaire fait autrement :",
  wrong: "La signature est fausse. Cette erreur la produit exactement :",
  several: "La signature est fausse. Chacune de ces erreurs la produit exactement :",
  unexplained:
    "La signature est fausse, et aucune erreur connue ne la produit. Le plus souvent le secret est un autre, ou la requête a été changée en chemin.",
  clock: "La signature est juste, mais son heure est trop loin de maintenant.",
  ahead: (seconds) => `Elle avance de ${seconds} s sur l’horloge de cet ordinateur.`,
  behind: (seconds) => `Elle retarde de ${seconds} s sur l’horloge de cet ordinateur.`,
  unreadableTime: "Son heure est illisible.",
  zone: (hours) =>
    `Des heures entières (${hours > 0 ? "+" : ""}${hours}) trahissent un fuseau : envoyez l’UTC, ou son décalage.`,
  text: "La chaîne qui est signée",
  bytes: (count) => (count < 2 ? `${count} octet` : `${count.toLocaleString("fr")} octets`),
  legend:
    "Une espace est ·, une fin de ligne ↵ ou ←, une tabulation ⇥. Échappements et ? sont colorés, ce qui n’est pas ASCII est souligné.",
  accepted: (count) =>
    `Le guichet en accepte ${count} de plus, pour les clients qui l’écrivent autrement`,
  parts: "Ses parties",
  empty: "(vide)",
  digest: "Empreinte",
  send: "À envoyer",
  header: "en-tête",
  field: "champ du corps JSON",
  curl: "En commande curl",
  snippets: "Dans votre langage",
  copy: "Copier",
  copied: "Copié.",
};

export const ANSWER_WORDS: Readonly<Record<Language, AnswerWords>> = { en: EN, fr: FR };
