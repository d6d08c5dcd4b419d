/** Labels that are ours, in the languages of Sapiti's client: fr (its default), nl, de and en. */

export const LANGUAGES = ["fr", "nl", "de", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The wanted language; an empty or unknown one is no preference (contracts/sapiti.md 1.4). */
export function languageOf(wanted: unknown): Language {
  const tag = typeof wanted === "string" ? wanted.slice(0, 2).toLowerCase() : "";
  return LANGUAGES.find((language) => language === tag) ?? "fr";
}

type Words = Readonly<Record<Language, string>>;

const EVENT_STATUSES: Readonly<Record<number, Words>> = {
  10: { fr: "publié", nl: "gepubliceerd", de: "veröffentlicht", en: "published" },
  11: {
    fr: "publié, hors vente",
    nl: "gepubliceerd, niet te koop",
    de: "veröffentlicht, nicht im Verkauf",
    en: "published, not on sale",
  },
  20: { fr: "annulé", nl: "geannuleerd", de: "abgesagt", en: "cancelled" },
  30: { fr: "complet", nl: "uitverkocht", de: "ausverkauft", en: "sold out" },
};

const ORDER_STATUSES: Readonly<Record<number, Words>> = {
  [-20]: { fr: "abandonnée", nl: "verlaten", de: "abgebrochen", en: "abandoned" },
  [-10]: { fr: "annulée", nl: "geannuleerd", de: "storniert", en: "cancelled" },
  0: { fr: "en création", nl: "in aanmaak", de: "in Erstellung", en: "creating" },
  1: { fr: "confirmée", nl: "bevestigd", de: "bestätigt", en: "confirmed" },
  10: { fr: "à payer", nl: "te betalen", de: "zu zahlen", en: "to pay" },
  12: { fr: "payée en partie", nl: "deels betaald", de: "teilweise bezahlt", en: "partly paid" },
  15: { fr: "payée", nl: "betaald", de: "bezahlt", en: "paid" },
  18: { fr: "trop payée", nl: "te veel betaald", de: "überzahlt", en: "overpaid" },
  30: { fr: "terminée", nl: "afgewerkt", de: "abgeschlossen", en: "completed" },
};

const PAYMENT_STATUSES: Readonly<Record<number, Words>> = {
  0: { fr: "en attente", nl: "in afwachting", de: "ausstehend", en: "pending" },
  1: { fr: "reçu", nl: "ontvangen", de: "eingegangen", en: "received" },
};

const PLACES: Words = { fr: "Places", nl: "Plaatsen", de: "Plätze", en: "Seats" };
const PLAN: Words = { fr: "Plan de salle", nl: "Zaalplan", de: "Saalplan", en: "Seating plan" };

export interface Status {
  readonly id: number;
  readonly label: string;
}

function status(table: Readonly<Record<number, Words>>, id: number, language: Language): Status {
  return { id, label: table[id]?.[language] ?? String(id) };
}

export const eventStatus = (id: number, language: Language) => status(EVENT_STATUSES, id, language);
export const orderStatus = (id: number, language: Language) => status(ORDER_STATUSES, id, language);
export const paymentStatus = (id: number, language: Language) =>
  status(PAYMENT_STATUSES, id, language);
export const placesLabel = (language: Language) => PLACES[language];
export const planLabel = (language: Language) => PLAN[language];
