// What opens a door is said once, to whom it belongs: a search of the log and of every other answer
// finds no secret, no token, no signature and no whole barcode; and a partner never reaches what
// another channel has sold.
import { describe, expect, it } from "vitest";
import { aDate, freshId } from "../support/a-date.ts";
import { openBuiltWindow } from "../support/a-window.ts";
import { HMAC_KEY, OPERATOR_TOKEN, SETTINGS } from "../support/guichet-server.ts";
import { aBooking, booked, hmacHex } from "../support/passculture-client.ts";
import { until } from "../support/until.ts";

const window = openBuiltWindow();

/** What must be found nowhere but in the answer that hands it out. */
const secrets = new Set(Object.values(SETTINGS).filter((value) => value.length >= 16));
const answers: string[] = [];

async function operator(method: string, path: string, body?: unknown, token = OPERATOR_TOKEN) {
  const response = await fetch(`${window.server.url}/operator/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

/** The same, kept for the search. */
async function searched(...call: Parameters<typeof operator>): Promise<number> {
  const { status, headers, text } = await operator(...call);
  answers.push(`${text} ${JSON.stringify([...headers])}`);
  return status;
}

async function handedOut(field: string, ...call: Parameters<typeof operator>): Promise<string> {
  const { text } = await operator(...call);
  const secret = (JSON.parse(text) as Record<string, string>)[field] ?? "";
  expect(secret.length).toBeGreaterThanOrEqual(16);
  secrets.add(secret);
  return secret;
}

describe("a secret", () => {
  it("is shown once, where it is made, and never again", async () => {
    const id = freshId("p");
    const partner = { door: "ticketmatic", kind: "application", label: "A partner" };
    await handedOut("secret", "PUT", `/partners/${id}`, partner);
    await handedOut("secret", "POST", `/partners/${id}/rotation`, {});
    expect(await searched("GET", `/partners/${id}`)).toBe(200);
    expect(await searched("GET", "/partners")).toBe(200);
    const device = freshId("gate");
    const token = await handedOut("token", "PUT", `/devices/${device}`, { label: "A gate" });
    expect(await searched("GET", `/devices/${device}`)).toBe(200);
    expect(await searched("GET", "/partners", undefined, token)).toBe(403);
  });

  it("that is wrong is refused without being repeated", async () => {
    const wrong = `${OPERATOR_TOKEN}-and-a-little-more`;
    secrets.add(wrong);
    expect(await searched("GET", "/dates", undefined, wrong)).toBe(401);
    const body = JSON.stringify(aBooking("nowhere:full"));
    const signature = hmacHex(`${HMAC_KEY}!`, Buffer.from(body));
    secrets.add(signature);
    const response = await fetch(`${window.server.url}/passculture/booking`, {
      method: "POST",
      headers: { "PassCulture-Signature": signature },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(401);
    answers.push(await response.text());
  });
});

describe("what another channel has sold", () => {
  it("is unknown to pass Culture, by any barcode, and stays sold", async () => {
    const date = await aDate(window.operator);
    const sold = await operator("POST", `/dates/${date.id}/sales`, { price: "full" });
    const { tickets } = JSON.parse(sold.text) as { tickets: { barcode: string }[] };
    const [{ barcode } = { barcode: "" }] = tickets;
    secrets.add(barcode);
    const stranger = await window.passCulture.cancel(barcode);
    expect(stranger.status).toBe(404);
    answers.push(JSON.stringify(stranger));
    const own = booked(await window.passCulture.book(aBooking(date.stock))).barcodes;
    for (const text of own) secrets.add(text);
    const mixed = await window.passCulture.cancel(barcode, ...own);
    expect(mixed.status).toBe(200);
    answers.push(JSON.stringify(mixed));
    expect(await window.operator.ticket(barcode)).toMatchObject({ state: "issued" });
    expect(await window.operator.ticket(own[0] ?? "")).toMatchObject({ state: "void" });
  });
});

describe("every answer", () => {
  it("forbids guessing its type, and is not kept by caches when it holds data", async () => {
    for (const path of ["/dates", "/nowhere", "/docs", "/openapi.json"]) {
      const { headers } = await operator("GET", path);
      expect(headers.get("X-Content-Type-Options"), path).toBe("nosniff");
    }
    const { headers } = await operator("GET", "/dates");
    expect(headers.get("Cache-Control")).toBe("no-store");
  });
});

it("after all this the log and the answers hold none of them", async () => {
  await until("the log of the last request", 10_000, () =>
    window.server.log.includes("/openapi.json"),
  );
  const log = window.server.log;
  expect(log).toContain('"message":"request"');
  for (const secret of secrets) {
    expect(log.includes(secret), `the log holds ${secret.slice(0, 4)}…`).toBe(false);
    expect(answers.some((text) => text.includes(secret))).toBe(false);
  }
});
