// What a buyer may want of an order: each is the same thing again however often it is said.
import { expect } from "vitest";
import { askOwnOrder, type OrderStub, placeOrder } from "../../../src/order/client.ts";
import type { LineWish, OrderState } from "../../../src/order/commands.ts";
import { CHANNEL } from "../a-date.ts";
import { aLine } from "../an-order.ts";
import type { Buyer } from "./buyer.ts";

export type Outcome =
  | { readonly ok: true; readonly value: OrderState }
  | { readonly ok: false; readonly reason: string };

/** Something to say until it is answered, and what to make of the answer beside the order's state. */
export interface Wish {
  readonly say: (deadline: number) => Promise<Outcome>;
  readonly refusals: readonly string[];
  readonly hear?: (outcome: Outcome) => void;
}

/** Null when there is nothing left to want it of. */
type Want = (buyer: Buyer) => Wish | null;

const EXPIRY_S = { least: 20, most: 90 };

function ask(
  { env, number }: Buyer,
  deadline: number,
  call: (stub: OrderStub) => Promise<Outcome>,
): Promise<Outcome> {
  return askOwnOrder(env, { number, channel: CHANNEL }, deadline, call);
}

function someLines({ dice, dates }: Buyer): LineWish[] {
  return Array.from({ length: dice.whole(1, 3) }, () =>
    aLine(dice.oneOf(dates), { quantity: dice.whole(1, 3) }),
  );
}

/** Placing and adding have one answer for ever: the tickets, or that they can't be had. */
function keepAnswer({ told }: Buyer, request: string) {
  return (outcome: Outcome): void => {
    const tickets = outcome.ok ? outcome.value.lines.flatMap((line) => line.tickets) : [];
    const barcodes = tickets.map(({ barcode }) => barcode).join(" ");
    told.hearAgain(request, outcome.ok ? barcodes : outcome.reason);
  };
}

function cancelling(buyer: Buyer, tickets: readonly string[], lines: readonly number[] | "all") {
  const { told } = buyer;
  const ended = told
    .ticketsOf(lines)
    .map(({ barcode }) => barcode)
    .concat(tickets);
  if (ended.length === 0) return null;
  const what = lines === "all" ? lines : { lines, tickets };
  return {
    refusals: [],
    say: (deadline: number) => {
      for (const barcode of ended) told.askedToEnd.add(barcode);
      return ask(buyer, deadline, (stub) => stub.cancel({ deadline, what }));
    },
    hear: () => {
      const live = told.live().map(({ barcode }) => barcode);
      expect(live.filter((barcode) => ended.includes(barcode))).toEqual([]);
    },
  };
}

function paying(buyer: Buyer, amount: number): Wish {
  const id = crypto.randomUUID();
  const payment = { id, amount, currency: "EUR", method: "card", at: Date.now(), details: null };
  return {
    refusals: [],
    say: (deadline) => {
      buyer.told.askedToPay.add(id);
      return ask(buyer, deadline, (stub) => stub.pay(payment));
    },
    hear: () => expect(buyer.told.state?.payments).toContainEqual(payment),
  };
}

export const WISHES: Readonly<Record<string, Want>> = {
  place: (buyer) => {
    const { request, dice } = buyer;
    const details = { reference: null, contact: null, metadata: "{}" };
    const lines = someLines(buyer);
    const expiresAt = Date.now() + 1_000 * dice.whole(EXPIRY_S.least, EXPIRY_S.most);
    const wish = { request, channel: CHANNEL, expiresAt, lines, ...details };
    return {
      refusals: ["line_refused", "wrong_status"],
      say: (deadline) => placeOrder(buyer.env, { ...wish, deadline }),
      hear: keepAnswer(buyer, request),
    };
  },
  add: (buyer) => {
    const request = crypto.randomUUID();
    const lines = someLines(buyer);
    return {
      refusals: ["line_refused", "wrong_status"],
      say: (deadline) =>
        ask(buyer, deadline, (stub) => stub.addLines({ request, deadline, lines })),
      hear: keepAnswer(buyer, request),
    };
  },
  extend: (buyer) => {
    const expiresAt = Date.now() + 1_000 * EXPIRY_S.most;
    return {
      refusals: ["expired", "wrong_status"],
      say: (deadline) => ask(buyer, deadline, (stub) => stub.extend({ deadline, expiresAt })),
    };
  },
  confirm: (buyer) => ({
    refusals: ["expired", "empty", "wrong_status"],
    say: (deadline) => {
      buyer.told.askedToConfirm = true;
      return ask(buyer, deadline, (stub) => stub.confirm({ deadline }));
    },
    hear: (outcome) => {
      if (outcome.ok) buyer.told.fate = "confirmed";
      if (!outcome.ok && outcome.reason === "expired") buyer.told.fate = "expired";
      const held = buyer.told.live().filter(({ state }) => state === "held");
      if (outcome.ok) expect(held).toEqual([]);
    },
  }),
  pay: (buyer) => paying(buyer, 1250),
  repay: (buyer) => paying(buyer, -1250),
  "cancel a line": (buyer) => {
    const lines = buyer.told.state?.lines.filter(({ tickets }) => tickets.length > 0) ?? [];
    return lines.length === 0 ? null : cancelling(buyer, [], [buyer.dice.oneOf(lines).id]);
  },
  "cancel a ticket": (buyer) => {
    const live = buyer.told.live();
    return live.length === 0 ? null : cancelling(buyer, [buyer.dice.oneOf(live).barcode], []);
  },
  "cancel all": (buyer) => cancelling(buyer, [], "all"),
};

/** A whole life of an order, some of it left out. */
export function intend({ dice }: Pick<Buyer, "dice">): string[] {
  const maybe = (probability: number, name: string) => (dice.chance(probability) ? [name] : []);
  const before = [
    "place",
    ...maybe(0.3, "add"),
    ...maybe(0.3, "extend"),
    ...maybe(0.2, "cancel a line"),
    ...maybe(0.2, "cancel a ticket"),
    ...maybe(0.6, "pay"),
  ];
  const after = [
    ...maybe(0.3, "cancel a line"),
    ...maybe(0.3, "cancel a ticket"),
    ...maybe(0.25, "cancel all"),
    ...maybe(0.3, "repay"),
  ];
  const fate = dice.fraction();
  if (fate < 0.7) return [...before, "confirm", ...after];
  return fate < 0.85 ? [...before, "cancel all"] : before;
}
