/** What stands on the page before anything is computed. */
import type { SignatureScheme } from "../../core/calls.ts";
import type { Language } from "./language.ts";

interface PageWords {
  readonly title: string;
  readonly lead: string;
  readonly private: string;
  readonly other: { readonly language: Language; readonly name: string };
  readonly needsScript: string;
  readonly scheme: string;
  readonly paste: string;
  readonly pasteHint: string;
  readonly request: string;
  readonly method: string;
  readonly url: string;
  readonly headers: string;
  readonly headersHint: string;
  readonly body: string;
  readonly bodyHint: string;
  readonly credentials: string;
  readonly key: Readonly<Record<"sapiti" | "ticketmatic" | "ticketevolution", string>>;
  readonly timestamp: string;
  readonly now: string;
  readonly secret: string;
  readonly pem: string;
  readonly secretHint: string;
  readonly show: string;
  readonly given: string;
  readonly givenHint: string;
  readonly clear: string;
  readonly answer: string;
}

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = {
  en: {
    title: "Signature inspector",
    lead: "Why do I get a 401? Paste your request, see what is signed, byte by byte, and learn what went wrong.",
    private: "Everything is computed in this page. Nothing you type leaves it or is kept.",
    other: { language: "fr", name: "Français" },
    needsScript: "This page computes in your browser: it needs its script.",
    scheme: "Scheme",
    paste: "Paste a curl command or raw HTTP",
    pasteHint: "It fills in the fields below.",
    request: "Request",
    method: "Method",
    url: "Address",
    headers: "Headers",
    headersHint: "One a line, as Name: value.",
    body: "Body",
    bodyHint: "Exactly as it is sent: every space counts.",
    credentials: "Keys and signature",
    key: { sapiti: "Public key", ticketmatic: "Access key", ticketevolution: "Token" },
    timestamp: "Time, as it is sent",
    now: "Now",
    secret: "Secret",
    pem: "Ed25519 key (PEM)",
    secretHint: "Stays in this page. Reload, and it is gone.",
    show: "Show",
    given: "Your signature",
    givenHint: "Optional: to learn whether it is right and, if not, why.",
    clear: "Clear everything",
    answer: "What is signed",
  },
  fr: {
    title: "Inspecteur de signatures",
    lead: "Pourquoi un 401 ? Collez votre requête, voyez ce qui est signé, octet par octet, et apprenez ce qui ne va pas.",
    private:
      "Tout est calculé dans cette page. Rien de ce que vous tapez n’en sort ni n’est gardé.",
    other: { language: "en", name: "English" },
    needsScript: "Cette page calcule dans votre navigateur : elle a besoin de son script.",
    scheme: "Procédé",
    paste: "Collez une commande curl ou du HTTP brut",
    pasteHint: "Les champs ci-dessous se remplissent.",
    request: "Requête",
    method: "Méthode",
    url: "Adresse",
    headers: "En-têtes",
    headersHint: "Un par ligne, comme Nom: valeur.",
    body: "Corps",
    bodyHint: "Exactement comme envoyé : chaque espace compte.",
    credentials: "Clés et signature",
    key: { sapiti: "Clé publique", ticketmatic: "Clé d’accès", ticketevolution: "Jeton" },
    timestamp: "Heure, telle qu’envoyée",
    now: "Maintenant",
    secret: "Secret",
    pem: "Clé Ed25519 (PEM)",
    secretHint: "Reste dans cette page. Rechargez, il est oublié.",
    show: "Montrer",
    given: "Votre signature",
    givenHint: "Facultatif : pour savoir si elle est juste et, sinon, pourquoi.",
    clear: "Tout effacer",
    answer: "Ce qui est signé",
  },
};

export const SCHEME_NAMES: Readonly<Record<SignatureScheme, readonly [name: string, how: string]>> =
  {
    "passculture-hmac": ["pass Culture", "HMAC"],
    "passculture-ed25519": ["pass Culture", "Ed25519"],
    sapiti: ["Sapiti", "HMAC"],
    ticketmatic: ["Ticketmatic", "TM-HMAC-SHA256"],
    ticketevolution: ["Ticket Evolution", "X-Signature"],
  };
