// What every peer does before it books, in Node's own words: takes the wire body apart, verifies
// its HMAC, and makes a barcode.
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { HMAC_KEY } from "../../support/guichet-server.ts";

export interface Wish {
  readonly barcode: string;
  readonly email: string;
}

export interface Answer {
  readonly remainingQuantity: number;
  readonly tickets: readonly { readonly barcode: string; readonly seat: null }[];
}

/** Null when the signature does not hold. */
export function readWish(body: Buffer, signature: string | undefined): Wish | null {
  const text = JSON.parse(body.toString("utf8")) as string;
  const expected = createHmac("sha256", HMAC_KEY).update(text).digest();
  const given = Buffer.from(signature ?? "", "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const { user_email: email } = JSON.parse(text) as { readonly user_email: string };
  return { barcode: randomUUID(), email };
}

export function answerTo({ barcode }: Wish, remainingQuantity: number): Answer {
  return { remainingQuantity, tickets: [{ barcode, seat: null }] };
}

/** A package of the benchmark's own package.json, which the rest of the project does without. */
export async function take<Module>(name: string): Promise<Module> {
  const module = (await import(name)) as { readonly default: Module };
  return module.default;
}
