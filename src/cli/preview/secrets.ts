// Gives a preview random secrets of its own. Those it has stay: its tickets are signed with them, and
// somebody may have set one by hand to try the preview.
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { parseAnswer, run, type Wrangler } from "./wrangler.ts";

const SECRET_BYTES = 32;
const LIST_TIMEOUT_MS = 60_000;

/** The first time there is no preview yet, or no deployment of it, or not even the Worker. */
const NONE_YET = /was not found|currently no deployments|\[code: (?:10007|10090)\]/;

const Secrets = z.array(z.object({ name: z.string() }));

/** Which of the required secrets the preview does not have. */
export async function missingSecrets(
  preview: string,
  required: readonly string[],
  wrangler: Wrangler,
): Promise<string[]> {
  const args = ["preview", "secret", "list", "--name", preview, "--json"];
  const answer = await run(wrangler, args, LIST_TIMEOUT_MS, NONE_YET);
  const present = answer === "" ? [] : parseAnswer(Secrets, args, answer);
  return required.filter((name) => !present.some((secret) => secret.name === name));
}

/** The file that `use` gets is readable by its owner only, and gone afterwards. */
export async function withRandomSecrets<T>(
  names: readonly string[],
  use: (file: string) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "preview-secrets-"));
  try {
    const file = join(directory, "secrets.json");
    const secrets = names.map((name) => [name, randomBytes(SECRET_BYTES).toString("hex")]);
    writeFileSync(file, JSON.stringify(Object.fromEntries(secrets)), { mode: 0o600 });
    return await use(file);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
