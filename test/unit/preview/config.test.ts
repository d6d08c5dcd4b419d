// A preview's configuration is wrangler.toml with one line changed, or an error.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withPreviewDatabase } from "../../../src/cli/preview/config.ts";

const ROOT = join(import.meta.dirname, "../../..");
const ID = "0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b";
const PREVIEW = `[[previews.d1_databases]]\nbinding = "REGISTRY"\ndatabase_id = "old"\n`;

describe("a preview's configuration", () => {
  it("is our wrangler.toml, byte for byte, but for the preview's database", () => {
    const toml = readFileSync(join(ROOT, "wrangler.toml"), "utf8");
    const changed = changes(toml, withPreviewDatabase(toml, ID));
    expect(changed).toEqual([[expect.stringMatching(/^database_id = "/), `database_id = "${ID}"`]]);
  });

  it("leaves the databases of production and of other tables alone", () => {
    const before = `[[d1_databases]]\ndatabase_id = "production"\n`;
    const after = `[[env.staging.d1_databases]]\ndatabase_id = "staging"\n`;
    const toml = before + PREVIEW + after;
    expect(changes(toml, withPreviewDatabase(toml, ID))).toEqual([
      [`database_id = "old"`, `database_id = "${ID}"`],
    ]);
  });

  it.each([
    ["blanks in the header", PREVIEW.replace("previews.d1_databases", " previews . d1_databases ")],
    ["quotes in the header", PREVIEW.replace("previews.d1", `"previews".d1`)],
    ["comments", PREVIEW.replaceAll("\n", " # why\n")],
    ["Windows line ends", PREVIEW.replaceAll("\n", "\r\n")],
    ["single quotes and tight spacing", PREVIEW.replace(` = "old"`, "='old'")],
    ["no line end at the end", PREVIEW.trimEnd()],
  ])("copes with %s", (_, toml) => {
    const config = withPreviewDatabase(toml, ID);
    expect(config).toBe(toml.replace(/"old"|'old'/, `"${ID}"`));
  });

  it.each([
    ["has no such table", `[[d1_databases]]\ndatabase_id = "production"\n`, 0],
    ["has it only in a comment", PREVIEW.replaceAll(/^/gm, "# "), 0],
    ["leaves the id out", `[[previews.d1_databases]]\nbinding = "REGISTRY"\n`, 0],
    ["has two, so that the branch's is anyone's guess", PREVIEW + PREVIEW, 2],
  ])("is refused when wrangler.toml %s", (_, toml, found) => {
    expect(() => withPreviewDatabase(toml, ID)).toThrow(`but has ${found}`);
  });
});

function changes(before: string, after: string): (string | undefined)[][] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  expect(now).toHaveLength(old.length);
  return old.flatMap((line, at) => (line === now[at] ? [] : [[line, now[at]]]));
}
