// The options that booking and cancelling share: where to send, how to write and how to sign.
import { createPrivateKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs, parseEnv, type ParseArgsOptionsConfig } from "node:util";
import type { Form, SigningKeys, Style } from "./wire.ts";

/** Something the caller of the command can put right: shown as one line, without a stack. */
export class UsageError extends Error {}

export const DEFAULT_URL = "http://127.0.0.1:8787";
const SETTINGS_FILE = ".dev.vars";

export const CALL_OPTIONS = {
  url: { type: "string" },
  key: { type: "string" },
  plain: { type: "boolean" },
  compact: { type: "boolean" },
  ed25519: { type: "string" },
  "no-hmac": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsOptionsConfig;

export const CALL_HELP = `  --url URL         the window's address (${DEFAULT_URL})
  --key KEY         the HMAC key; otherwise PASSCULTURE_HMAC_KEY of the environment, otherwise the
                    first of PASSCULTURE_HMAC_KEYS in ${SETTINGS_FILE} of this folder
  --ed25519 FILE    sign with this Ed25519 private key (PEM) as well
  --no-hmac         leave the HMAC signature out
  --compact         write JSON as pydantic v2 does (no spaces, raw accents), not as v1
  --plain           send the object itself, not a JSON string holding it
  --help            this text`;

export interface CallOptions {
  readonly base: string;
  readonly style: Style;
  readonly form: Form;
  readonly keys: SigningKeys;
}

interface CallValues {
  readonly url?: string;
  readonly key?: string;
  readonly plain?: boolean;
  readonly compact?: boolean;
  readonly ed25519?: string;
  readonly "no-hmac"?: boolean;
}

/** parseArgs, with its complaints turned into usage errors. */
export function parseCommandLine<const T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: T,
  allowPositionals: boolean,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export function callOptions(values: CallValues): CallOptions {
  const hmac = values["no-hmac"] ? null : hmacKey(values.key);
  const ed25519 = values.ed25519 === undefined ? null : privateKey(values.ed25519);
  if (hmac === null && ed25519 === null) {
    throw new UsageError("--no-hmac leaves nothing to sign with: give --ed25519 FILE too");
  }
  return {
    base: baseUrl(values.url ?? DEFAULT_URL),
    style: values.compact ? "compact" : "spaced",
    form: values.plain ? "plain" : "string",
    keys: { hmac, ed25519 },
  };
}

export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw new UsageError(
      `--${name} must be a whole number from ${least} to ${most}, not "${text}"`,
    );
  }
  return number;
}

function baseUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new UsageError(`--url must be an http or https address, not "${text}"`);
  }
  if (url.search !== "" || url.hash !== "") {
    throw new UsageError(`--url must be the window's address alone, without "?" or "#"`);
  }
  const [path] = /\/passculture\/(booking|cancellation)\/*$/.exec(url.pathname) ?? [];
  if (path !== undefined) {
    throw new UsageError(`--url must be the window's address alone, without "${path}"`);
  }
  return url.href.replace(/\/+$/, "");
}

function hmacKey(given: string | undefined): string {
  const key = given ?? process.env["PASSCULTURE_HMAC_KEY"] ?? firstKeyOfSettings();
  if (key === undefined || key === "") {
    throw new UsageError(
      `no HMAC key: give --key, or set PASSCULTURE_HMAC_KEY, or run "npm start" once (it writes ${SETTINGS_FILE})`,
    );
  }
  return key;
}

function firstKeyOfSettings(): string | undefined {
  const keys = parseEnv(readIfThere(SETTINGS_FILE))["PASSCULTURE_HMAC_KEYS"] ?? "";
  return keys
    .split(/[\n,]/)
    .map((key) => key.trim())
    .find((key) => key !== "");
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function privateKey(path: string): KeyObject {
  const pem = readIfThere(path);
  if (pem === "") throw new UsageError(`--ed25519: there is nothing to read in "${path}"`);
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // Told below, together with a key of another kind.
  }
  throw new UsageError(`--ed25519: "${path}" is not an Ed25519 private key in PEM form`);
}
