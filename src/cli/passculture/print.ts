// What the terminal shows: the call in short, then status, latency and answer.
import { STATUS_CODES } from "node:http";
import type { Outcome } from "./call.ts";
import { UsageError, type CallOptions } from "./options.ts";

export const EXIT_OK = 0;
export const EXIT_REFUSED = 1;
export const EXIT_USAGE = 2;

export function printCall(url: string, options: CallOptions, lines: readonly string[]): void {
  const signatures = [
    ...(options.keys.hmac === null ? [] : ["HMAC"]),
    ...(options.keys.ed25519 === null ? [] : ["Ed25519"]),
  ];
  const form = options.form === "string" ? "a JSON string inside JSON" : "a plain object";
  console.log(`POST ${url}`);
  for (const line of lines) console.log(`  ${line}`);
  console.log(`  sent as ${form}, ${options.style}, signed with ${signatures.join(" and ")}`);
}

export function printOutcome(outcome: Outcome): void {
  const latency = `${Math.round(outcome.milliseconds)} ms`;
  if (outcome.kind === "silence") {
    console.log(`\nNo answer after ${latency}\n  ${outcome.reason}`);
    if (outcome.reason.includes("ECONNREFUSED")) {
      console.log("\nIs the window open (npm start), and is this its address (--url)?");
    }
    return;
  }
  const phrase = outcome.statusText || STATUS_CODES[outcome.status] || "";
  console.log(`\n${outcome.status} ${phrase} in ${latency}\n${indented(outcome.text)}`);
  if (outcome.status >= 300 && outcome.status < 400) {
    console.log("\npass Culture must be given the final address: a redirect loses the booking.");
  }
  const hint = HINTS.find(([said]) => outcome.text.includes(said))?.[1];
  if (hint !== undefined) console.log(`\n${hint}`);
}

/** By what the window says: what to look at first. */
const HINTS: readonly (readonly [string, string])[] = [
  [
    "Invalid signature",
    "Is the key one of PASSCULTURE_HMAC_KEYS at the window? --key takes another. Of --ed25519 the " +
      "public key must be in PASSCULTURE_ED25519_KEYS there: where there is one, it decides.",
  ],
  ["price_mismatch", "The window sells this stock at another price: say it with --price."],
  [
    "unknown_stock",
    "A stock is <dateId>:<priceId>, or an id that was listed (PUT /operator/v1/listings/…).",
  ],
  [
    "sold_out",
    "Or closed, cancelled, past the end of its sales: GET /operator/v1/dates/<id> says which.",
  ],
  ["unknown_barcode", "Give the barcodes just as the booking answered them."],
  ["not_configured", "A secret of the window is missing: its log names it."],
];

/** Runs a command; a usage error becomes a sentence and an exit code, never a stack trace. */
export async function runCommand(name: string, command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nTry: npm run ${name} -- --help`);
    process.exitCode = EXIT_USAGE;
  }
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
