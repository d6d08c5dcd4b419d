/** Why a call was refused, in plain words. What has no words here is told as the door told it. */
import type { PartnerCall } from "../../core/calls.ts";
import type { Language } from "./words.ts";

type Words = Readonly<Record<string, string>>;

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    signature_missing: "There is no signature where this door expects one.",
    signature_unreadable: "The Authorization header is in neither of the forms that are known.",
    signature_unknown_key: "Nobody is known by this public key, or the partner is revoked.",
    signature_mismatch: "The signature is not that of this request: compare the strings below.",
    signature_clock: "The signature holds, but its time is too far from ours.",
    signature_wrong_secret: "The secret is not this partner's.",
    sold_out: "No place was left for this caller.",
    not_enough: "Fewer places were left than were asked for.",
    not_together: "The places left are not side by side, and the date does not split a party.",
    closed: "The date does not sell: closed, cancelled, or past the end of its sale.",
    price_mismatch: "The caller sells at another price than the one configured here.",
    stale: "An older request of the same person came after a newer one.",
    unknown_stock: "The stock is neither a date and a price of ours nor in the listings.",
    unknown_barcode: "No such ticket of this partner.",
    already_used: "The ticket has let somebody in already.",
    not_configured: "There is no such date.",
    deadline_passed: "It took too long; nothing was done.",
    unavailable: "The date did not answer.",
    setting: "A setting or secret of the window is missing: the log names it.",
    not_permitted: "The partner lacks the right for this call.",
    not_json: "The body is not JSON in UTF-8.",
    missing_parameter: "A parameter is missing.",
    invalid_parameter: "A parameter is not as this door expects it.",
    unknown_id: "There is nothing with this id, or not for this partner.",
    credentials_needed: "There is neither a public key nor a device that is known.",
    method_not_allowed: "This window does not offer the call.",
  },
  fr: {
    signature_missing: "La signature manque là où ce guichet l’attend.",
    signature_unreadable: "L’en-tête Authorization n’a aucune des formes connues.",
    signature_unknown_key: "Personne n’est connu sous cette clé publique, ou l’accès est révoqué.",
    signature_mismatch: "La signature n’est pas celle de cette requête : comparez les chaînes.",
    signature_clock: "La signature est juste, mais son heure est trop loin de la nôtre.",
    signature_wrong_secret: "Le secret n’est pas celui de ce partenaire.",
    sold_out: "Il ne restait plus de place pour cet appelant.",
    not_enough: "Il restait moins de places que demandé.",
    not_together: "Les places restantes ne sont pas côte à côte, et la séance ne sépare pas.",
    closed: "La séance ne se vend pas : fermée, annulée, ou la vente est terminée.",
    price_mismatch: "L’appelant vend à un autre prix que celui configuré ici.",
    stale: "Une demande plus ancienne de la même personne est arrivée après la plus récente.",
    unknown_stock: "Le stock n’est ni une séance et un tarif d’ici, ni dans les correspondances.",
    unknown_barcode: "Ce partenaire n’a pas ce billet.",
    already_used: "Le billet a déjà servi à l’entrée.",
    not_configured: "Cette séance n’existe pas.",
    deadline_passed: "Trop tard : rien n’a été fait.",
    unavailable: "La séance n’a pas répondu.",
    setting: "Un réglage ou un secret manque : le journal le nomme.",
    not_permitted: "Le partenaire n’a pas le droit de faire cet appel.",
    not_json: "Le corps n’est pas du JSON en UTF-8.",
    missing_parameter: "Un paramètre manque.",
    invalid_parameter: "Un paramètre n’est pas tel que ce guichet l’attend.",
    unknown_id: "Rien ne porte cet identifiant, ou pas pour ce partenaire.",
    credentials_needed: "Ni clé publique ni appareil connu.",
    method_not_allowed: "Cet appel n’est pas proposé ici.",
  },
};

/** Null for a call that went well. */
export function explain(
  { status, reason, detail }: Pick<PartnerCall, "status" | "reason" | "detail">,
  language: Language,
): string | null {
  if (status < 400) return null;
  return WORDS[language][reason ?? ""] ?? detail?.said ?? null;
}
