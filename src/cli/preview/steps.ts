// What it takes to bring a branch's preview up and down again. Each step may be repeated: a run
// that broke off is mended by running it again.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { withPreviewDatabase } from "./config.ts";
import { deleteDatabase, ensureDatabase, type Place } from "./database.ts";
import { previewDatabaseName, previewName } from "./name.ts";
import { missingSecrets, withRandomSecrets } from "./secrets.ts";
import { readSettings } from "./settings.ts";
import { parseAnswer, run, type Wrangler } from "./wrangler.ts";

/** Beside wrangler.toml, because the paths inside are relative to the file. */
export const PREVIEW_CONFIG = "wrangler.preview.toml";

const SCHEMA_TIMEOUT_MS = 300_000;
const UPLOAD_TIMEOUT_MS = 300_000;
const DELETE_TIMEOUT_MS = 120_000;

/** No such preview, no such Worker, no such Worker under its older name: nothing left to delete. */
const ALREADY_GONE = /\[code: (?:10025|10007|10090)\]/;

const Uploaded = z.object({ preview: z.object({ urls: z.array(z.url()).optional() }) });

export interface Preview {
  readonly directory: string;
  readonly toml: string;
  readonly name: string;
  readonly database: string;
  readonly requiredSecrets: readonly string[];
}

export interface UpOptions extends Place {
  readonly secretsFile?: string | undefined;
  readonly randomSecrets?: boolean | undefined;
}

export async function previewOf(branch: string, directory: string): Promise<Preview> {
  const path = join(directory, "wrangler.toml");
  const { worker, requiredSecrets } = await readSettings(path);
  const name = previewName(branch, worker);
  const database = previewDatabaseName(name, worker);
  return { directory, toml: readFileSync(path, "utf8"), name, database, requiredSecrets };
}

/** Leaves the generated configuration behind, and returns the preview's address. */
export async function up(preview: Preview, options: UpOptions, wrangler: Wrangler) {
  const databaseId = await ensureDatabase(preview, options, wrangler);
  await writeConfig(preview, databaseId);
  const schema = ["d1", "execute", preview.database, "--remote", "--file", "schema.sql", "--yes"];
  await run(wrangler, schema, SCHEMA_TIMEOUT_MS);
  if (!options.randomSecrets) return upload(preview, options.secretsFile, wrangler);
  const missing = await missingSecrets(preview.name, preview.requiredSecrets, wrangler);
  if (missing.length === 0) return upload(preview, undefined, wrangler);
  return withRandomSecrets(missing, (file) => upload(preview, file, wrangler));
}

export async function down(preview: Preview, wrangler: Wrangler): Promise<void> {
  const args = ["preview", "delete", "--name", preview.name, "--skip-confirmation"];
  await run(wrangler, args, DELETE_TIMEOUT_MS, ALREADY_GONE);
  await deleteDatabase(preview, wrangler);
}

export function removeConfig(preview: Preview): void {
  rmSync(join(preview.directory, PREVIEW_CONFIG), { force: true });
}

async function writeConfig(preview: Preview, databaseId: string): Promise<void> {
  const path = join(preview.directory, PREVIEW_CONFIG);
  writeFileSync(path, withPreviewDatabase(preview.toml, databaseId));
  const understood = (await readSettings(path)).previewDatabaseIds;
  if (understood.length !== 1 || understood[0] !== databaseId) {
    throw new Error(
      `wrangler does not read the branch's database out of ${PREVIEW_CONFIG}: ` +
        "write [[previews.d1_databases]] in wrangler.toml as a table of its own.",
    );
  }
}

async function upload(preview: Preview, secretsFile: string | undefined, wrangler: Wrangler) {
  const args = ["preview", "--name", preview.name, "--config", PREVIEW_CONFIG, "--json"];
  if (secretsFile !== undefined) args.push("--secrets-file", secretsFile);
  const answer = parseAnswer(Uploaded, args, await run(wrangler, args, UPLOAD_TIMEOUT_MS));
  const address = answer.preview.urls?.[0];
  if (address === undefined) {
    throw new Error(
      `The preview ${preview.name} is up but has no address: set preview_urls = true in ` +
        "wrangler.toml, deploy once, and run this again.",
    );
  }
  return address;
}
