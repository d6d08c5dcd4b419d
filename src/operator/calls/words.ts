/** What the page of calls says beside the calls themselves. */
import type { SignatureScheme } from "../../core/calls.ts";
import { languageOf } from "../../ticket/language.ts";

export type Language = "fr" | "en";

export function pageLanguage(header: string): Language {
  return languageOf(header) === "fr" ? "fr" : "en";
}

export interface Words {
  readonly title: string;
  readonly intro: string;
  readonly token: string;
  readonly tokenNote: string;
  readonly needsScript: string;
  readonly partner: string;
  readonly door: string;
  readonly outcome: string;
  readonly any: string;
  readonly accepted: string;
  readonly refused: string;
  readonly failed: string;
  readonly show: string;
  readonly older: string;
  readonly none: string;
  readonly loading: string;
  readonly wrongToken: string;
  readonly unreachable: string;
  readonly unknown: string;
  readonly saysToBe: string;
  readonly said: string;
  readonly body: string;
  readonly received: string;
  readonly nothing: string;
  readonly characters: string;
  readonly expected: string;
  readonly toSign: string;
  readonly visible: string;
  readonly ahead: string;
  readonly behind: string;
  readonly inspector: string;
  readonly request: string;
  readonly omitted: (calls: number) => string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    title: "The last partner calls",
    intro:
      "Kept for 7 days, at most 1,000 of each partner. Of a refused call the body is kept, with every " +
      "letter and digit of a person's masked.",
    token: "Operator token",
    tokenNote: "Stays in this page’s memory: reload, and it is gone.",
    needsScript:
      "This page needs its script to send the token; the same is GET /operator/v1/calls.",
    partner: "Partner",
    door: "Door",
    outcome: "Outcome",
    any: "any",
    accepted: "accepted",
    refused: "refused",
    failed: "failed",
    show: "Show",
    older: "Older calls",
    none: "No such call.",
    loading: "Asking…",
    wrongToken: "This token is not the operator’s.",
    unreachable: "The window did not answer; try again.",
    unknown: "unknown",
    saysToBe: "says to be",
    said: "Told",
    body: "Body, masked",
    received: "Signature received",
    nothing: "none",
    characters: "characters",
    expected: "The right one begins",
    toSign: "String to sign",
    visible: "A space is ·, a tab ⇥, a line end ↵ or ←; x, 0, 1 and • stand for what is masked.",
    ahead: "The caller’s clock is ahead by",
    behind: "The caller’s clock is behind by",
    inspector: "Open in the inspector",
    request: "Request",
    omitted: (calls) =>
      `${calls} calls of this time are not here: too many at once, or the registry was down.`,
  },
  fr: {
    title: "Les derniers appels des partenaires",
    intro:
      "Gardés 7 jours, 1 000 au plus par partenaire. Le corps d’un appel refusé est gardé, chaque " +
      "lettre et chiffre personnels masqués.",
    token: "Jeton d’exploitant",
    tokenNote: "Reste dans la mémoire de cette page : rechargez, il est oublié.",
    needsScript:
      "Cette page a besoin de son script pour envoyer le jeton ; sinon : GET /operator/v1/calls.",
    partner: "Partenaire",
    door: "Guichet",
    outcome: "Issue",
    any: "toutes",
    accepted: "accepté",
    refused: "refusé",
    failed: "échoué",
    show: "Afficher",
    older: "Appels plus anciens",
    none: "Aucun appel.",
    loading: "Lecture…",
    wrongToken: "Ce jeton n’est pas celui de l’exploitant.",
    unreachable: "Le guichet n’a pas répondu ; réessayez.",
    unknown: "inconnu",
    saysToBe: "se dit",
    said: "Réponse",
    body: "Corps, masqué",
    received: "Signature reçue",
    nothing: "aucune",
    characters: "caractères",
    expected: "La bonne commence par",
    toSign: "Chaîne à signer",
    visible:
      "Une espace est ·, une tabulation ⇥, une fin de ligne ↵ ou ← ; x, 0, 1 et • remplacent ce qui est masqué.",
    ahead: "L’horloge de l’appelant avance de",
    behind: "L’horloge de l’appelant retarde de",
    inspector: "Ouvrir dans l’inspecteur",
    request: "Requête",
    omitted: (calls) =>
      `${calls} appels de cette période manquent : trop à la fois, ou registre en panne.`,
  },
};

export const SCHEMES: Readonly<Record<SignatureScheme, string>> = {
  "passculture-hmac": "pass Culture, HMAC",
  "passculture-ed25519": "pass Culture, Ed25519",
  sapiti: "Sapiti",
  ticketmatic: "Ticketmatic",
  ticketevolution: "Ticket Evolution",
};
