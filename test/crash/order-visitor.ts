// A visitor who orders over several dates at once: all of it or nothing, also when the window dies.
import type { Answer } from "../support/passculture-client.ts";
import type { Promised } from "./ledger.ts";
import { expectStatus, reference, type Visit } from "./visit.ts";

interface Order {
  readonly number: number;
  readonly lines: readonly {
    readonly date: string;
    readonly tickets: readonly { readonly barcode: string; readonly seat: string | null }[];
  }[];
}

export async function order(at: Visit): Promise<void> {
  const { dice, caller, house, ledger } = at;
  const dates = house.dates.filter(() => dice.chance(0.7));
  const lines = dates.map(({ id }) => ({ date: id, price: "full", quantity: dice.whole(1, 2) }));
  const wish = { lines, minutes: 600, reference: reference(dice) };
  const placed = await caller.operator("POST", "/orders", wish);
  if (placed.status !== 201) {
    const onlyLarge = dates.every(({ id }) => id === house.large.id);
    if (placed.status !== 409 || onlyLarge) {
      ledger.contradictions.push(`an order was answered ${placed.status} ${placed.text}`);
    }
    return;
  }
  const { number, tickets } = promisedBy(at, placed);
  const end = dice.oneOf(["confirmation", "cancellation", "confirmed, then cancelled", "leave"]);
  if (end.startsWith("confirm") && tickets.length > 0) {
    const confirmed = await caller.operator("POST", `/orders/${number}/confirmation`);
    expectStatus(at, "an order's confirmation", confirmed, 200);
    for (const ticket of tickets) ticket.state = "issued";
  }
  if (!end.startsWith("cancel") && end !== "confirmed, then cancelled") return;
  const cancelled = await caller.operator("POST", `/orders/${number}/cancellation`, {});
  expectStatus(at, "an order's cancellation", cancelled, 200);
  for (const ticket of tickets) ticket.state = "void";
}

function promisedBy({ ledger }: Visit, { text }: Answer): { number: number; tickets: Promised[] } {
  const { number, lines } = JSON.parse(text) as Order;
  const tickets = lines.flatMap((line) =>
    line.tickets.map(({ barcode, seat }) => ledger.promise(line.date, barcode, seat, "held")),
  );
  return { number, tickets };
}
