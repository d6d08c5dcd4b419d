/** How money can have come (contracts/sapiti.md 4.22); the window itself takes none. */
import { ok } from "../../../core/result.ts";
import { type Answer, unknownId } from "../answers.ts";
import type { Call } from "../call.ts";
import type { Language } from "../language.ts";

export interface PaymentMethod {
  readonly id: string;
  readonly type: number;
  readonly labels: Readonly<Record<Language, string>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The method of payments that are announced with an id of that provider. */
export const MOLLIE = "online";

const METHODS: readonly PaymentMethod[] = [
  { id: "cash", type: 1, labels: { fr: "Espèces", nl: "Contant", de: "Bar", en: "Cash" } },
  {
    id: "transfer",
    type: 2,
    labels: { fr: "Virement", nl: "Overschrijving", de: "Überweisung", en: "Bank transfer" },
  },
  {
    id: MOLLIE,
    type: 3,
    labels: { fr: "En ligne", nl: "Online", de: "Online", en: "Online" },
    metadata: { provider: "mollie" },
  },
  {
    id: "invoice",
    type: 4,
    labels: { fr: "Facture", nl: "Factuur", de: "Rechnung", en: "Invoice" },
  },
  {
    id: "account",
    type: 5,
    labels: { fr: "Compte client", nl: "Klantrekening", de: "Kundenkonto", en: "Customer account" },
  },
];

export function findMethod(id: string): PaymentMethod | undefined {
  return METHODS.find((method) => method.id === id);
}

export function methodShape(
  { id, type, labels, metadata = {} }: PaymentMethod,
  language: Language,
) {
  return { id, label: labels[language], typeid: type, metadata };
}

export function listMethods({ language, page }: Call): Answer {
  const shown = METHODS.slice(page.start, page.start + page.count);
  return ok(shown.map((method) => methodShape(method, language)));
}

export function getMethod({ ids, language }: Call): Answer {
  const method = findMethod(ids[0] ?? "");
  return method === undefined ? unknownId("payment method") : ok(methodShape(method, language));
}
