// The secrets of a local window: made once, completed when a new one is needed, never replaced.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findDevSecrets } from "../../src/cli/dev-secrets.ts";

function inFolder<Value>(use: (file: string) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), "dev-secrets-"));
  try {
    return use(join(folder, ".dev.vars"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it("makes every secret at random, for its owner's eyes", () => {
  const [one, two] = [inFolder(findDevSecrets), inFolder(findDevSecrets)];
  expect(one.created).toBe(true);
  expect(new Set([...Object.values(one.secrets), ...Object.values(two.secrets)]).size).toBe(12);
  inFolder((file) => {
    findDevSecrets(file);
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});

it("adds what an older file lacks and keeps the rest as it was", () => {
  inFolder((file) => {
    const before = `OPERATOR_TOKEN="mine"\nBARCODE_KEY=b\nHOLDER_KEY=h\nPASSCULTURE_HMAC_KEYS=p`;
    writeFileSync(file, before);
    const { secrets, created, added } = findDevSecrets(file);
    expect({ created, added }).toEqual({
      created: false,
      added: ["KEYRING_KEY", "PASSCULTURE_SANDBOX_HMAC_KEYS"],
    });
    expect(secrets).toMatchObject({ OPERATOR_TOKEN: "mine", PASSCULTURE_HMAC_KEYS: "p" });
    expect(readFileSync(file, "utf8").startsWith(`${before}\n`)).toBe(true);
    expect(findDevSecrets(file)).toEqual({ secrets, created: false, added: [] });
  });
});

it("says which secret is empty", () => {
  inFolder((file) => {
    writeFileSync(file, `BARCODE_KEY=""\n`);
    expect(() => findDevSecrets(file)).toThrow("BARCODE_KEY");
  });
});
