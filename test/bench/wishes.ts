// Distinct, validly signed bookings as bytes for the wire, made before the clock runs.
import { PassCulture, aBooking } from "../support/passculture-client.ts";
import { HMAC_KEY } from "../support/guichet-server.ts";

const caller = new PassCulture("http://127.0.0.1", { hmacKey: HMAC_KEY, style: "compact" });

/**
 * Microseconds: wishes are made one after the other, as people make them, and no slower than any
 * entrant books. Else those of the next round would be older than the last that were booked.
 */
const BETWEEN_US = 200;
let madeAt = 1_000 * Date.now();

/** One whole HTTP request of a new person for the stock. */
export function aWish(path: string, stock: string | null): Buffer {
  madeAt += BETWEEN_US;
  const [seconds = ""] = new Date(madeAt / 1_000).toISOString().split(".");
  const booking_creation_date = `${seconds}.${String(madeAt % 1_000_000).padStart(6, "0")}`;
  const { body, headers } = caller.signed(aBooking(stock, { booking_creation_date }));
  const lines = Object.entries({ Host: "127.0.0.1", ...headers, "Content-Length": body.length });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n`), body]);
}
