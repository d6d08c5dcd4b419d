// Distinct, validly signed bookings as bytes for the wire, made before the clock runs.
import { PassCulture, aBooking } from "../support/passculture-client.ts";
import { HMAC_KEY } from "../support/guichet-server.ts";

const caller = new PassCulture("http://127.0.0.1", { hmacKey: HMAC_KEY, style: "compact" });

/** Wishes are made one after the other, as people make them. */
let madeAt = Date.now();

/** One whole HTTP request of a new person for the stock. */
export function aWish(path: string, stock: string | null): Buffer {
  madeAt += 1;
  const booking_creation_date = new Date(madeAt).toISOString().slice(0, -1);
  const { body, headers } = caller.signed(aBooking(stock, { booking_creation_date }));
  const lines = Object.entries({ Host: "127.0.0.1", ...headers, "Content-Length": body.length });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n`), body]);
}
