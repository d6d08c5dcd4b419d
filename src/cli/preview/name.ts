// Names a branch's preview and its database: the name is part of a host name, and two branches
// never share one.
import { createHash } from "node:crypto";

/** A preview answers at `<preview>-<worker>.<account>.workers.dev`; DNS allows this much of a label. */
const LONGEST_LABEL = 63;
const HASH_LENGTH = 10;
const LOOKS_HASHED = new RegExp(`-[0-9a-f]{${HASH_LENGTH}}$`);
/** One letter, a dash and the hash: the least that still tells branches apart. */
const LEAST_ROOM = 1 + 1 + HASH_LENGTH;

export function previewName(branch: string, worker: string): string {
  if (branch.trim() === "") {
    throw new Error("The branch name is empty: pass the branch with --branch <name>.");
  }
  const room = LONGEST_LABEL - worker.length - 1;
  if (worker === "" || room < LEAST_ROOM) {
    const longest = LONGEST_LABEL - 1 - LEAST_ROOM;
    throw new Error(
      `The Worker's name "${worker}" leaves no room for a preview's name in a host name: ` +
        `give it 1 to ${longest} characters (name in wrangler.toml).`,
    );
  }
  const label = toLabel(branch);
  // A branch that is called like another one's hashed name is hashed too, so the two never meet.
  if (label === branch && label.length <= room && !LOOKS_HASHED.test(label)) return label;
  const hash = createHash("sha256").update(branch).digest("hex").slice(0, HASH_LENGTH);
  const start = label.slice(0, room - HASH_LENGTH - 1).replace(/-$/, "");
  return `${start}-${hash}`;
}

/** "preview" inside the name keeps it apart from every database that is not one. */
export function previewDatabaseName(preview: string, worker: string): string {
  return `${worker}-preview-${preview}`;
}

/** Lower-case words joined by single dashes, starting with a letter. */
function toLabel(branch: string): string {
  const words = branch
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  if (!/^[a-z]/.test(words[0] ?? "")) words.unshift("branch");
  return words.join("-");
}
