/**
 * A link to several tickets at once. It is signed, so that nobody can make the Worker draw a list of
 * guesses; it never expires, since each barcode in it opens its own page for as long as there is one.
 */
import { fromHex, toHex, utf8 } from "./bytes.ts";
import { hmacSign, verifyHmac } from "./hmac.ts";
import { TICKETS_PER_PDF_MAX } from "./limits.ts";

/** Barcodes have no spaces, and in a query a space is one character. */
const BETWEEN = " ";

/** Of its own kind: barcodes are checked under the same key. */
function signed(list: string): string {
  return `ticket-link ${list}`;
}

/** The path and query of the link; at most TICKETS_PER_PDF_MAX barcodes. */
export async function ticketsLink(key: string, barcodes: readonly string[]): Promise<string> {
  const list = barcodes.join(BETWEEN);
  const mac = toHex(await hmacSign(key, signed(list)));
  return `/t?${new URLSearchParams({ tickets: list, mac }).toString()}`;
}

/** The barcodes of a link that we made; null for any other. */
export async function linkedTickets(
  key: string,
  list: string,
  hex: string,
): Promise<readonly string[] | null> {
  const mac = fromHex(hex);
  const barcodes = list.split(BETWEEN);
  if (mac === null || barcodes.length > TICKETS_PER_PDF_MAX) return null;
  return (await verifyHmac([key], mac, [utf8(signed(list))])) ? barcodes : null;
}
