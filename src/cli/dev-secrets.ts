// `.dev.vars`: the secrets of a local window, with random values. One that the file lacks is added;
// those it has are never touched: the barcodes that were issued depend on them.
import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";

export const DEV_SECRETS_FILE = ".dev.vars";
const SECRETS = [
  "OPERATOR_TOKEN",
  "BARCODE_KEY",
  "HOLDER_KEY",
  "KEYRING_KEY",
  "PASSCULTURE_HMAC_KEYS",
  "PASSCULTURE_SANDBOX_HMAC_KEYS",
] as const;

type DevSecrets = Readonly<Record<(typeof SECRETS)[number], string>>;

export interface FoundSecrets {
  readonly secrets: DevSecrets;
  readonly created: boolean;
  /** Those that the file lacked. */
  readonly added: readonly string[];
}

/** The local secrets, all of them. Throws when the file has one that is empty. */
export function findDevSecrets(file = DEV_SECRETS_FILE): FoundSecrets {
  const created = !existsSync(file);
  if (created) writeFileSync(file, "", { mode: 0o600 });
  const text = readFileSync(file, "utf8");
  const present = parseEnv(text);
  const added = SECRETS.filter((name) => present[name] === undefined);
  const lines = added.map((name) => `${name}="${randomBytes(32).toString("hex")}"\n`);
  const isEnded = text === "" || text.endsWith("\n");
  if (lines.length > 0) appendFileSync(file, (isEnded ? "" : "\n") + lines.join(""));
  const values = parseEnv(readFileSync(file, "utf8"));
  for (const name of SECRETS) {
    if ((values[name] ?? "") === "") {
      throw new Error(`${file} has an empty ${name}: fill it in, or delete the line.`);
    }
  }
  return { secrets: values as DevSecrets, created, added: created ? [] : added };
}
