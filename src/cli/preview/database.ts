// A branch's own D1 database: found, made when there is none, and deleted.
import * as z from "zod";
import { parseAnswer, run, type Wrangler } from "./wrangler.ts";

const LIST_TIMEOUT_MS = 60_000;
const CHANGE_TIMEOUT_MS = 120_000;

const Databases = z.array(z.object({ name: z.string(), uuid: z.uuid() }));

export interface Place {
  readonly jurisdiction?: string | undefined;
  readonly location?: string | undefined;
}

/** `toml` is wrangler.toml: a database that it names belongs to everybody and is never touched. */
export interface BranchDatabase {
  readonly database: string;
  readonly toml: string;
}

export async function ensureDatabase(branch: BranchDatabase, place: Place, wrangler: Wrangler) {
  const found = await findDatabase(branch, wrangler);
  if (found !== undefined) return found;
  const args = ["d1", "create", branch.database];
  if (place.jurisdiction) args.push("--jurisdiction", place.jurisdiction);
  if (place.location) args.push("--location", place.location);
  await run(wrangler, args, CHANGE_TIMEOUT_MS);
  // The command prints the new id only for people to read.
  const created = await findDatabase(branch, wrangler);
  if (created === undefined) {
    throw new Error(`${branch.database} was created but is not listed yet: run the same again.`);
  }
  return created;
}

export async function deleteDatabase(branch: BranchDatabase, wrangler: Wrangler): Promise<void> {
  if ((await findDatabase(branch, wrangler)) === undefined) return;
  const args = ["d1", "delete", branch.database, "--skip-confirmation"];
  await run(wrangler, args, CHANGE_TIMEOUT_MS);
}

async function findDatabase(branch: BranchDatabase, wrangler: Wrangler) {
  const args = ["d1", "list", "--json"];
  const databases = parseAnswer(Databases, args, await run(wrangler, args, LIST_TIMEOUT_MS));
  const id = databases.find((each) => each.name === branch.database)?.uuid;
  if (id !== undefined && branch.toml.includes(id)) {
    throw new Error(
      `${branch.database} (${id}) stands in wrangler.toml, so it is not this branch's own, and it ` +
        "was left alone: take that id out of wrangler.toml, or rename the branch.",
    );
  }
  return id;
}
