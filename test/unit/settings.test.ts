// What a deployment is told to be: complete in wrangler.toml, in its previews and in the README.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { unstable_readConfig } from "wrangler";

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const config = unstable_readConfig({ config: join(ROOT, "wrangler.toml") });
const variables = Object.keys(config.vars).toSorted();
const secrets = (config.secrets?.required ?? []).toSorted();

/** The rows of the README's table of settings, by kind. */
function documented(kind: "secret" | "var"): string[] {
  const rows = read("README.md").matchAll(/^\| `([A-Z0-9_]+)` +\| (secret|var) +\|/gm);
  return [...rows].filter((row) => row[2] === kind).map((row) => row[1] ?? "");
}

describe("the settings", () => {
  it("are all in the README's table, and no others", () => {
    expect(documented("var").toSorted()).toEqual(variables);
    expect(documented("secret").toSorted()).toEqual(secrets);
  });

  it("never tell a refused caller what it should have signed, which `npm start` alone does", () => {
    expect(read("wrangler.toml")).not.toContain("DEVELOPMENT_HINTS");
    expect(read("src/cli/dev-server.ts")).toContain("--var=DEVELOPMENT_HINTS:true");
    const preview = readdirSync(join(ROOT, "src/cli/preview")).map((name) =>
      read(`src/cli/preview/${name}`),
    );
    expect(preview.length).toBeGreaterThan(3);
    expect(preview.join()).not.toContain("DEVELOPMENT_HINTS");
  });

  it("are set for previews as well", () => {
    expect(Object.keys(config.previews?.vars ?? {}).toSorted()).toEqual(variables);
  });

  it("keep no address of a request in the log: a path may hold a barcode, a query a signature", () => {
    const quiet = { enabled: true, redact_query_string: true, logs: { invocation_logs: false } };
    expect(config.observability).toMatchObject(quiet);
    expect(config.previews?.observability).toMatchObject(quiet);
  });
});
