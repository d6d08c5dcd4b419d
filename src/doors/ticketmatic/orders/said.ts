/**
 * What an account may say of an order in its own words (contracts/ticketmatic.md 4): where it is to be
 * delivered, and its custom fields. They may name people: what is kept is little, is read back by the
 * account alone, and is gone when it deletes the order.
 */
import * as z from "zod";
import { ORDER_METADATA_BYTES_MAX } from "../../../core/limits.ts";
import { utf8 } from "../../../core/bytes.ts";

const text = z.string().max(500).default("");

export const deliveryAddress = z.object({
  addressee: text,
  street1: text,
  street2: text,
  street3: text,
  zip: text,
  city: text,
  state: text,
  countrycode: z.string().max(2).default(""),
});

export interface Said {
  readonly deliveryaddress: z.output<typeof deliveryAddress> | null;
  readonly custom: Readonly<Record<string, unknown>>;
}

export const NOTHING_SAID: Said = { deliveryaddress: null, custom: {} };

/** An address of empty texts takes the one back that was said before. */
export function addressOf(address: z.output<typeof deliveryAddress>): Said["deliveryaddress"] {
  return Object.values(address).every((line) => line === "") ? null : address;
}

export function fits({ deliveryaddress, custom }: Said): boolean {
  return utf8(JSON.stringify([deliveryaddress, custom])).length <= ORDER_METADATA_BYTES_MAX;
}

export function isSaid({ deliveryaddress, custom }: Said): boolean {
  return deliveryaddress !== null || Object.keys(custom).length > 0;
}
