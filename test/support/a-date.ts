// Opens a fresh date with the fewest words: one area, one price, on sale, far in the future.
import { randomInt, randomUUID } from "node:crypto";
import type { DateConfiguration, OperatorClient } from "./operator-client.ts";

export const FULL_PRICE = 1250;

export interface OpenDate {
  readonly id: string;
  /** What pass Culture calls stock_id_at_provider: the date and its full price. */
  readonly stock: string;
  readonly configuration: DateConfiguration;
}

export interface Wishes extends Partial<DateConfiguration> {
  /** Of the only area, unless `areas` says otherwise. */
  readonly capacity?: number | null;
}

export function freshId(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 13)}`;
}

/** As pass Culture numbers stocks and offers. */
export function freshNumber(): number {
  return randomInt(1_000_000, 2 ** 47);
}

export async function aDate(operator: OperatorClient, wishes: Wishes = {}): Promise<OpenDate> {
  const { capacity = 10, ...rest } = wishes;
  const id = freshId("date");
  const configuration: DateConfiguration = {
    event: "cyrano",
    startsAt: "2031-03-12T20:30:00+01:00",
    endsAt: "2031-03-12T23:00:00+01:00",
    areas: [{ id: "parterre", label: "Parterre", capacity }],
    prices: [aPrice("full", "parterre", FULL_PRICE)],
    ...rest,
  };
  await operator.putEvent(configuration.event);
  await operator.putDate(id, configuration);
  return { id, stock: `${id}:full`, configuration };
}

export function aPrice(id: string, area: string, amount: number) {
  return { id, area, label: `Tarif ${id}`, amount, currency: "EUR" };
}
