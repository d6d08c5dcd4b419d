// The configuration of one branch's preview: wrangler.toml with the preview's registry pointing at
// the branch's own database, and nothing else changed.

const TABLE_HEADER = /^\s*(\[\[?)([^\][]+)\]\]?\s*(?:#.*)?$/;
const DATABASE_ID = /^(\s*database_id\s*=\s*)(?:"[^"]*"|'[^']*')/;

/** Edits the text, not a parsed copy: comments and order stay, so a diff shows exactly one line. */
export function withPreviewDatabase(toml: string, databaseId: string): string {
  let inPreviewDatabase = false;
  let replaced = 0;
  const lines = toml.split(/(?<=\n)/).map((line) => {
    const header = TABLE_HEADER.exec(line.trimEnd());
    if (header) {
      inPreviewDatabase = header[1] === "[[" && tableName(header[2]) === "previews.d1_databases";
    }
    if (!inPreviewDatabase || !DATABASE_ID.test(line)) return line;
    replaced += 1;
    return line.replace(DATABASE_ID, (_, key: string) => `${key}"${databaseId}"`);
  });
  if (replaced !== 1) {
    throw new Error(
      `wrangler.toml must have one [[previews.d1_databases]] table with one database_id line, ` +
        `but has ${replaced}: it says which binding gets the branch's own database.`,
    );
  }
  return lines.join("");
}

/** TOML allows blanks and quotes around each part of a table's name. */
function tableName(header: string | undefined): string {
  const parts = (header ?? "").split(".");
  return parts.map((part) => part.trim().replace(/^(["'])(.*)\1$/, "$2")).join(".");
}
