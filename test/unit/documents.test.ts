// What the documents point at is there: files, folders, npm scripts.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const DOCUMENTS = ["README.md", "SECURITY.md", ...globSync("test/**/*.md", { cwd: ROOT })].filter(
  (path) => !path.includes("node_modules"),
);
const MADE_LATER = ["secrets.json", "openapi.json", "key.pem"];

describe.each(DOCUMENTS)("%s", (document) => {
  const text = readFileSync(join(ROOT, document), "utf8");
  // The words of a link are what it is called; where it leads is looked at by itself.
  const plain = text.replaceAll(/\[[^\]]*\]\(/g, "(");
  const inCode = [...plain.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");

  it("names only files and folders that there are", () => {
    const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] ?? "");
    const named = inCode.filter((code) =>
      /^(?:[\w.-]+\/)*[\w.-]+\.(?:ts|sql|toml|json|md)$|^(?:src|test)\/[\w./-]*$/.test(code),
    );
    const places = [ROOT, join(ROOT, "test"), join(ROOT, dirname(document))];
    const missing = [...links, ...named].filter(
      (path) =>
        !MADE_LATER.includes(path) && !places.some((place) => existsSync(join(place, path))),
    );
    expect(missing).toEqual([]);
  });

  it("names only npm scripts that there are", () => {
    const manifest = readFileSync(join(ROOT, "package.json"), "utf8");
    const { scripts } = JSON.parse(manifest) as { scripts: Record<string, string> };
    const used = [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map((match) => match[1] ?? "");
    expect(used.filter((name) => !(name in scripts))).toEqual([]);
  });
});
