// `npm run book` and `npm run cancel` must write to the wire exactly what pass Culture writes.
import { execFile } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_STOCK } from "../../src/cli/demo-season.ts";
import { bookingRequest, isTime, pythonTime } from "../../src/cli/passculture/request.ts";
import { signedCall, type JsonObject } from "../../src/cli/passculture/wire.ts";
import vectors from "../conformance/passculture/vectors.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "../..");
const ED25519 = createPrivateKey(vectors.ed25519_private_pem);
const TIME_LIMIT_MS = 20_000;

describe("the wire format", () => {
  it.each([
    ["S1", "spaced"],
    ["S2", "compact"],
    ["S3", "spaced"],
    ["S4", "compact"],
  ] as const)("equals vector %s byte for byte, with both signatures", (id, style) => {
    const vector = vectorOf(id);
    const payload = JSON.parse(vector.inner_string) as JsonObject;
    const keys = { hmac: vector.hmac_key, ed25519: ED25519 };
    expect(signedCall(payload, style, "string", keys)).toEqual({
      body: vector.wire_body,
      headers: {
        "Content-Type": "application/json",
        "PassCulture-Signature": vector.PassCulture_Signature,
        "PassCulture-ed25519-Signature": vector.PassCulture_ed25519_Signature,
      },
    });
  });

  it("signs a plain object as it is sent", () => {
    const vector = vectorOf("S3");
    const payload = JSON.parse(vector.inner_string) as JsonObject;
    const call = signedCall(payload, "spaced", "plain", { hmac: vector.hmac_key, ed25519: null });
    expect(call.body).toBe(vector.inner_string);
    expect(call.headers["PassCulture-Signature"]).toBe(vector.PassCulture_Signature);
  });
});

describe("a booking request", () => {
  const details = {
    stock: DEMO_STOCK,
    stockId: 915577,
    quantity: 2,
    price: 1250,
    offer: 70411,
    email: "zoe@example.org",
    firstName: "Zoé",
    lastName: "Lefèvre",
    created: "2026-12-31T19:04:07.250031",
  };

  it("has every key of the contract in the order of the contract", () => {
    const keys = Object.keys(JSON.parse(vectorOf("S3").inner_string) as JsonObject);
    expect(Object.keys(bookingRequest(details))).toEqual(keys);
  });

  it("may be cancelled for 48 hours, written with the same fraction", () => {
    expect(bookingRequest(details)["booking_confirmation_date"]).toBe("2027-01-02T19:04:07.250031");
  });

  it("writes times as Python does: six digits of fraction or none", () => {
    expect(pythonTime(new Date("2026-03-10T19:04:07.250Z"))).toBe("2026-03-10T19:04:07.250000");
    expect(pythonTime(new Date("2026-03-10T19:04:07.000Z"))).toBe("2026-03-10T19:04:07");
  });

  it("takes a creation date with or without fraction and zone, and nothing else", () => {
    const good = ["2026-03-10T19:04:07", "2026-03-10T19:04:07.25Z", "2026-03-10T19:04:07+00:00"];
    const bad = ["", "2026-03-10", "2026-13-10T19:04:07", "2026-03-10 19:04:07", "yesterday"];
    expect(good.filter(isTime)).toEqual(good);
    expect(bad.filter(isTime)).toEqual([]);
  });
});

describe("the commands", () => {
  let window: Window;
  let folder: string;

  beforeAll(async () => {
    window = await openWindow();
    folder = mkdtempSync(join(tmpdir(), "guichet-player-"));
    writeFileSync(join(folder, ".dev.vars"), 'PASSCULTURE_HMAC_KEYS="first-key,second-key"\n');
    writeFileSync(join(folder, "ed25519.pem"), vectors.ed25519_private_pem);
  });

  afterAll(() => {
    window.server.close();
    rmSync(folder, { recursive: true });
  });

  const run = (command: string, ...args: string[]) => runCommand(folder, command, args);

  it("book shows status, answer, latency and the line that cancels, and ends with 0", async () => {
    const { code, output } = await run("book", "--url", window.url, "--quantity", "2");
    expect(output).toMatch(/200 OK in \d+ ms/);
    expect(output).toContain('"remainingQuantity": 7');
    expect(output).toContain(`npm run cancel -- --url ${window.url} AAAA1111 BBBB2222`);
    expect(code).toBe(0);
  });

  it("book signs with the first key of .dev.vars and sends a string inside JSON", async () => {
    await run("book", "--url", window.url, "--created", "2026-03-10T19:04:07", "--email", "a@b.fr");
    const { body, headers, path } = window.last();
    const inner: unknown = JSON.parse(body);
    expect(path).toBe("/passculture/booking");
    expect(headers["content-type"]).toBe("application/json");
    expect(headers["passculture-signature"]).toMatch(/^[0-9a-f]{64}$/);
    expect(typeof inner).toBe("string");
    const payload = JSON.parse(String(inner)) as JsonObject;
    expect(payload).toMatchObject({ user_email: "a@b.fr", stock_id_at_provider: DEMO_STOCK });
    const keys = { hmac: "first-key", ed25519: null };
    expect(signedCall(payload, "spaced", "string", keys).headers["PassCulture-Signature"]).toBe(
      headers["passculture-signature"],
    );
  });

  it("book sends Ed25519 alone when told so", async () => {
    await run("book", "--url", window.url, "--ed25519", "ed25519.pem", "--no-hmac", "--plain");
    const { body, headers } = window.last();
    expect(headers["passculture-signature"]).toBeUndefined();
    expect(headers["passculture-ed25519-signature"]).toMatch(/^[0-9a-f]{128}$/);
    expect(JSON.parse(body)).toMatchObject({ booking_quantity: 1 });
  });

  it("book repeats the very same bytes", async () => {
    const before = window.count();
    await run("book", "--url", window.url, "--repeat", "3");
    expect(window.count()).toBe(before + 3);
    expect(new Set(window.lastBodies(3)).size).toBe(1);
  });

  it("cancel sends its barcodes, and a refusal ends with 1", async () => {
    const { code, output } = await run("cancel", "--url", window.url, "AAAA1111", "BBBB2222");
    expect(JSON.parse(String(JSON.parse(window.last().body)))).toEqual({
      barcodes: ["AAAA1111", "BBBB2222"],
    });
    expect(output).toContain("404 Not Found");
    expect(output).toContain("as the booking answered them");
    expect(code).toBe(1);
  });

  it.each([
    ["HMAC", []],
    ["Ed25519", ["--ed25519", "ed25519.pem", "--no-hmac"]],
  ])("a refused signature says which setting of the window decides: %s", async (name, options) => {
    const { code, output } = await run("book", "--url", `${window.url}/strict`, ...options);
    expect(output).toContain("401 Unauthorized");
    expect(output).toMatch(new RegExp(`PASSCULTURE_${name}_KEYS`, "i"));
    expect(code).toBe(1);
  });

  it("sold out says where to look, since a date that is closed says the same", async () => {
    const { output } = await run("book", "--url", `${window.url}/full`);
    expect(output).toContain("409 Conflict");
    expect(output).toContain("/operator/v1/dates/");
  });

  it("a window that cannot be reached ends with 1 and says why", async () => {
    const { code, output } = await run("book", "--url", "http://127.0.0.1:1");
    expect(output).toMatch(/No answer after \d+ ms\n.*\S/);
    expect(code).toBe(1);
  });

  it.each([
    [["book", "--quantity", "3"], "--quantity must be a whole number from 1 to 2"],
    [["book", "--price", "12.50"], "--price must be a whole number"],
    [["book", "--created", "now"], "--created must be like"],
    [["book", "--url", "localhost"], "--url must be an http or https address"],
    [["book", "--url", "http://127.0.0.1:1/passculture/booking"], "the window's address alone"],
    [["cancel", "--url", "http://127.0.0.1:1/passculture/cancellation/", "X"], "address alone"],
    [["book", "--colour", "red"], "--colour"],
    [["book", "--no-hmac"], "nothing to sign with"],
    [["book", "--ed25519", ".dev.vars"], "is not an Ed25519 private key"],
    [["cancel"], "give the barcodes"],
  ])("%j ends with 2 and one clear sentence", async ([command = "", ...args], sentence) => {
    const { code, output } = await run(command, ...args);
    expect(output).toContain(sentence);
    expect(output).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  });

  it.each(["book", "cancel"])("%s --help explains every option", async (command) => {
    const { code, output } = await run(command, "--help");
    for (const option of ["--url", "--key", "--plain", "--compact", "--ed25519", "--no-hmac"]) {
      expect(output).toContain(option);
    }
    expect(output).toContain("Examples");
    expect(code).toBe(0);
  });
});

const BOOKED = {
  tickets: [
    { barcode: "AAAA1111", seat: null },
    { barcode: "BBBB2222", seat: null },
  ],
  remainingQuantity: 7,
};

interface Call {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Window {
  readonly server: Server;
  readonly url: string;
  readonly count: () => number;
  readonly last: () => Call;
  readonly lastBodies: (count: number) => string[];
}

/**
 * A window of cardboard: it books everything, knows no barcode, and remembers what it was sent. Below
 * /strict no signature is right, below /full nothing is left.
 */
async function openWindow(): Promise<Window> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      calls.push({ path, headers: request.headers, body });
      const [status, answer] = path.startsWith("/strict/")
        ? [401, { message: "Invalid signature" }]
        : path.startsWith("/full/")
          ? [409, { error: "sold_out", remainingQuantity: 0 }]
          : path === "/passculture/booking"
            ? [200, BOOKED]
            : [404, { error: "unknown_barcode" }];
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const last = () => {
    const call = calls.at(-1);
    if (call === undefined) throw new Error("nothing was sent");
    return call;
  };
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => calls.length,
    last,
    lastBodies: (count) => calls.slice(-count).map((call) => call.body),
  };
}

function runCommand(cwd: string, command: string, args: readonly string[]) {
  const env = { PATH: process.env["PATH"] ?? "" };
  const script = join(ROOT, "src/cli", `${command}.ts`);
  return new Promise<{ code: number; output: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [script, ...args],
      { cwd, env, timeout: TIME_LIMIT_MS },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

function vectorOf(id: string) {
  const vector = vectors.vectors.find((candidate) => candidate.id === id);
  if (vector === undefined) throw new Error(`no vector ${id}`);
  return vector;
}
