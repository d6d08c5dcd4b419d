// A shop that sells through Sapiti's door: an order of its own, places in it, then confirmed, dropped or
// left. What is said twice within an order counts once; an empty order that nobody hears of holds nothing.
import type { Answer } from "../support/passculture-client.ts";
import { type Json, wish } from "../support/sapiti-words.ts";
import { expectStatus, type Visit } from "./visit.ts";

const CONFIRMED = 1;
const CANCELLED = -10;

interface Product {
  readonly ticket: { readonly qrcode: string };
}

export async function sapitiShop(at: Visit): Promise<void> {
  const { dice, ledger, house } = at;
  // Of these dates no seat is named, as the ledger wants to know it.
  const date = dice.oneOf(house.dates.filter(({ id }) => id !== house.seated.id));
  const made = await said<{ readonly id: string }>(at, "POST", "shop/orders", {});
  const order = made?.id ?? "";
  const ids = { event: "", date, stock: `STK-${date.id}` };
  const requests = [wish(ids, { quantity: dice.whole(1, 2), orderid: order })];
  const products = await said<readonly Product[]>(at, "POST", "shop/products", { requests });
  if (products?.length === 0 && date.id === house.large.id) {
    ledger.contradictions.push(`${date.id}: nothing was held where there is always a place`);
  }
  const tickets = (products ?? []).map(({ ticket }) =>
    ledger.promise(date.id, ticket.qrcode, null, "held"),
  );
  const end = dice.oneOf(["confirm", "cancel", "confirm, then cancel", "leave"]);
  if (tickets.length === 0 || end === "leave") return;
  const path = `shop/orders/${order}`;
  if (end.startsWith("confirm")) {
    await said(at, "PATCH", path, { contactid: "", statusid: CONFIRMED });
    for (const ticket of tickets) ticket.state = "issued";
  }
  if (!end.endsWith("cancel")) return;
  await said(at, "PATCH", path, { statusid: CANCELLED });
  for (const ticket of tickets) ticket.state = "void";
}

async function said<Response>(
  at: Visit,
  method: "POST" | "PATCH",
  path: string,
  parameters: Json,
): Promise<Response | null> {
  const answer: Answer = await at.caller.sapiti(at.partners.sapiti, method, path, parameters);
  expectStatus(at, `Sapiti's ${method} ${path}`, answer, 200);
  return answer.status === 200
    ? (JSON.parse(answer.text) as { response: Response }).response
    : null;
}
