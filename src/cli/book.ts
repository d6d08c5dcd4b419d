// `npm run book`: plays pass Culture booking one or two places at a window.
import { randomBytes } from "node:crypto";
import { DEMO_AMOUNT, DEMO_STOCK, demoAmount } from "./demo-season.ts";
import { send, succeeded, type Outcome } from "./passculture/call.ts";
import * as options from "./passculture/options.ts";
import * as print from "./passculture/print.ts";
import * as request from "./passculture/request.ts";
import { signedCall } from "./passculture/wire.ts";

const PATH = "/passculture/booking";
const LARGEST_REPEAT = 100;

const HELP = `Plays pass Culture booking places at a ticket window.

  npm run book -- [options]

  --stock ID        stock_id_at_provider, "<dateId>:<priceId>" (${DEMO_STOCK})
  --stock-id N      stock_id, pass Culture's own number; without --stock it is sent alone
  --quantity N      1 or 2 places (1)
  --price CENTS     offer_price, of one place (what the demo asks, mostly ${DEMO_AMOUNT})
  --offer N         offer_id, pass Culture's number of the show (70411)
  --email ADDRESS   the person; otherwise somebody new at each run
  --first-name NAME, --last-name NAME
  --created TIME    booking_creation_date, as 2026-03-10T19:04:07.250031 (now)
  --repeat N        send the very same signed request N times (1)
${options.CALL_HELP}

Examples
  npm run book
  npm run book -- --quantity 2 --email zoe@example.org
  npm run book -- --stock hamlet-0401:reduced --price 800
  npm run book -- --url https://guichet.example.workers.dev --key "$PASSCULTURE_HMAC_KEY"
  npm run book -- --ed25519 key.pem --no-hmac --compact

The exit code is 0 for a booking, 1 for a refusal or no answer, 2 for a wrong option.`;

const OPTIONS = {
  ...options.CALL_OPTIONS,
  stock: { type: "string" },
  "stock-id": { type: "string" },
  quantity: { type: "string", default: "1" },
  price: { type: "string" },
  offer: { type: "string", default: "70411" },
  email: { type: "string" },
  "first-name": { type: "string", default: "Zoé" },
  "last-name": { type: "string", default: "Lefèvre" },
  created: { type: "string" },
  repeat: { type: "string", default: "1" },
} as const;

function parse(args: readonly string[]) {
  return options.parseCommandLine(args, OPTIONS, false).values;
}

function detailsOf(values: ReturnType<typeof parse>): request.BookingDetails {
  const created = values.created ?? request.pythonTime(new Date());
  if (!request.isTime(created)) {
    throw new options.UsageError(`--created must be like 2026-03-10T19:04:07.250031 (UTC)`);
  }
  const number = (name: "stock-id" | "offer" | "price", text: string) =>
    options.wholeNumber(name, text, 0, Number.MAX_SAFE_INTEGER);
  const stock = values.stock ?? (values["stock-id"] === undefined ? DEMO_STOCK : null);
  return {
    stock,
    stockId: number("stock-id", values["stock-id"] ?? "915577"),
    quantity: options.wholeNumber("quantity", values.quantity, 1, 2),
    price: number("price", values.price ?? String(demoAmount(stock ?? ""))),
    offer: number("offer", values.offer),
    email: values.email ?? `zoe.${randomBytes(4).toString("hex")}@example.org`,
    firstName: values["first-name"],
    lastName: values["last-name"],
    created,
  };
}

async function book(args: readonly string[]): Promise<number> {
  const values = parse(args);
  if (values.help) {
    console.log(HELP);
    return print.EXIT_OK;
  }
  const details = detailsOf(values);
  const times = options.wholeNumber("repeat", values.repeat, 1, LARGEST_REPEAT);
  const call = options.callOptions(values);
  const signed = signedCall(request.bookingRequest(details), call.style, call.form, call.keys);
  const url = call.base + PATH;
  print.printCall(url, call, [
    `${details.quantity} x ${(details.price / 100).toFixed(2)} EUR of ${details.stock ?? `stock_id ${details.stockId}`}`,
    `for ${details.firstName} ${details.lastName} <${details.email}>, at ${details.created}`,
  ]);
  let booked = true;
  let last: Outcome | undefined;
  for (let sent = 0; sent < times; sent++) {
    last = await send(url, signed);
    print.printOutcome(last);
    booked &&= succeeded(last);
  }
  if (last !== undefined && succeeded(last)) printWhatNext(last, call.base);
  return booked ? print.EXIT_OK : print.EXIT_REFUSED;
}

function printWhatNext(outcome: Outcome, base: string): void {
  const barcodes = outcome.kind === "answer" ? barcodesIn(outcome.text) : [];
  if (barcodes.length === 0) return;
  const where = base === options.DEFAULT_URL ? "" : `--url ${base} `;
  console.log(`\nThe holder's ${barcodes.length === 1 ? "ticket" : "tickets"}:`);
  for (const barcode of barcodes) console.log(`  ${base}/t/${encodeURIComponent(barcode)}`);
  console.log(`\nTo cancel, with the same key:\n  npm run cancel -- ${where}${barcodes.join(" ")}`);
}

function barcodesIn(text: string): string[] {
  return [...text.matchAll(/"barcode"\s*:\s*"([^"\\]+)"/g)].map((match) => match[1] ?? "");
}

await print.runCommand("book", () => book(process.argv.slice(2)));
