// What a holder gets inside the runtime: the page, its PDF, the signed link, and nothing for guesses.
import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { mintBarcode } from "../../src/core/barcode.ts";
import type { DateConfig, Presentation } from "../../src/core/domain.ts";
import { TICKETS_PER_PDF_MAX } from "../../src/core/limits.ts";
import { ticketsLink } from "../../src/core/ticket-link.ts";
import { aDate, barcodesOf, type TestDate } from "./a-date.ts";

const WINDOW = "https://window.test";
const PDF_BYTES_MAX = 60_000;

const PRESENTATION: Presentation = {
  address: ["4 quai des Œuvres", "75004 Paris"],
  organiser: "Association <b>de l’Île</b>",
  licence: "L-R-20-001234",
  conditions: "Ni repris\nni échangé",
  colour: "#ffe08a",
  logo: {
    viewBox: { left: 0, top: 0, width: 10, height: 10 },
    shapes: [{ d: "M0 0a5 5 0 1 0 10 0z", fill: "#a81e32", evenOdd: true }],
  },
};

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return exports.default.fetch(new Request(WINDOW + path, { headers }));
}

/** A date with tickets whose barcodes are ours, and those barcodes. */
async function aSale(tickets: number, changes: Partial<DateConfig> = {}) {
  const date = await aDate(changes, 100);
  return { date, barcodes: await sell(date, tickets) };
}

async function sell(date: TestDate, tickets: number): Promise<string[]> {
  const minted = Array.from({ length: tickets }, () => mintBarcode(env.BARCODE_KEY, date.code));
  return barcodesOf(await date.book({ barcodes: await Promise.all(minted) }));
}

async function oneTicket(changes: Partial<DateConfig> = {}) {
  const { date, barcodes } = await aSale(1, changes);
  return { date, barcode: barcodes[0] ?? "" };
}

async function eventWith(presentation: Presentation): Promise<DateConfig["event"]> {
  const { config } = await aDate();
  return { ...config.event, presentation };
}

describe("the page of a ticket", () => {
  it("has no script, loads nothing, allows its own style alone, and is not to be indexed", async () => {
    const { barcode } = await oneTicket({ event: await eventWith(PRESENTATION) });
    const response = await get(`/t/${barcode}`);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).not.toMatch(/<script|\son\w+=|\sstyle=|<link|<img|url\(|@import|src=/i);
    const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? "";
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
    expect(response.headers.get("Content-Security-Policy")).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        `style-src 'sha256-${hash}'`,
    );
    expect(response.headers.get("Referrer-Policy")).toBe("no-referrer");
    expect(response.headers.get("X-Robots-Tag")).toBe("noindex");
    expect(response.headers.get("Cache-Control")).toBe("private, no-cache");
    expect(response.headers.get("Vary")).toBe("Accept-Language");
  });

  it("shows the venue's texts as texts", async () => {
    const { barcode } = await oneTicket({ event: await eventWith(PRESENTATION) });
    const text = await (await get(`/t/${barcode}`)).text();
    expect(text).toContain("Association &lt;b&gt;de l’Île&lt;/b&gt;");
    expect(text).toContain("4 quai des Œuvres, 75004 Paris");
    expect(text).toContain('d="M0 0a5 5 0 1 0 10 0z"');
    expect(text).toContain("--accent:#ffe08a;--on-accent:#000000");
  });

  it("speaks the reader's language", async () => {
    const { barcode } = await oneTicket();
    const titles = await Promise.all(
      ["fr-FR", "en", "nl-BE,nl;q=0.9", "de"].map(async (language) => {
        const response = await get(`/t/${barcode}`, { "Accept-Language": language });
        return /<html lang="(\w+)">[\s\S]*<dt>(.*?)<\/dt>/.exec(await response.text())?.[1];
      }),
    );
    expect(titles).toEqual(["fr", "en", "nl", "de"]);
  });

  it("names nobody", async () => {
    const date = await aDate();
    const minted = await mintBarcode(env.BARCODE_KEY, date.code);
    const holder = { person: "p", requestedAt: 1, name: "Zoé Lefèvre", email: "zoe@example.org" };
    const [barcode = ""] = barcodesOf(await date.book({ barcodes: [minted], holder }));
    const text = await (await get(`/t/${barcode}`)).text();
    expect(text).toContain(barcode.slice(0, 4));
    expect(text).not.toMatch(/Zo|Lef|example\.org/);
  });

  it("says at once that the ticket is void, and shows no code any more", async () => {
    const { date, barcode } = await oneTicket();
    expect(await (await get(`/t/${barcode}`)).text()).toContain("<svg");
    await date.cancel([barcode]);
    const text = await (await get(`/t/${barcode}`, { "Accept-Language": "fr" })).text();
    expect(text).toContain("Billet annulé");
    expect(text).not.toContain("<svg");
  });

  it("says that the ticket was used", async () => {
    const { date, barcode } = await oneTicket();
    await date.scan(barcode);
    const text = await (await get(`/t/${barcode}`)).text();
    expect(text).toContain("Ticket already used");
  });

  it("is found as the barcode is read aloud, and for an imported barcode", async () => {
    const { date, barcode } = await oneTicket();
    const spoken = barcode.toLowerCase().replaceAll(/.{4}(?=.)/g, "$&-");
    expect((await get(`/t/${spoken}`)).status).toBe(200);
    const imported = ["venue/1%é".replace("é", "e"), "31415926535897932384"];
    await date.stub.importBarcodes({ area: "parterre", channel: "partner" }, imported);
    await listImports(date, imported);
    await sell(date, 2);
    for (const it of imported) expect((await get(`/t/${encodeURIComponent(it)}`)).status).toBe(200);
  });

  it("is not there for an imported barcode that looks like a guess at ours, but its PDF is", async () => {
    const { date } = await oneTicket();
    const ours = `ABCDEFGH${crypto.randomUUID().slice(0, 12).replaceAll("-", "0").toUpperCase()}`;
    await date.stub.importBarcodes({ area: "parterre", channel: "partner" }, [ours]);
    await listImports(date, [ours]);
    await sell(date, 1);
    expect((await get(`/t/${ours}`)).status).toBe(404);
    expect((await get(await ticketsLink(env.BARCODE_KEY, [ours]))).status).toBe(200);
  });

  async function listImports({ id, code }: TestDate, barcodes: readonly string[]): Promise<void> {
    const row = env.REGISTRY.prepare("INSERT INTO imports VALUES (?, ?, ?, 'parterre', 'partner')");
    await env.REGISTRY.batch(barcodes.map((barcode) => row.bind(barcode, id, code)));
  }
});

describe("a barcode that is no ticket's", () => {
  it("gets one and the same page, whether forged, unknown, not issued yet or nonsense", async () => {
    const { date, barcode } = await oneTicket();
    const forged = barcode.slice(0, 19) + (barcode.endsWith("0") ? "1" : "0");
    const unknown = await mintBarcode(env.BARCODE_KEY, date.code);
    const noDate = await mintBarcode(env.BARCODE_KEY, "00000000");
    const minted = await mintBarcode(env.BARCODE_KEY, date.code);
    const hold = { expiresAt: Date.now() + 60_000, order: null };
    const [held = ""] = barcodesOf(await date.book({ barcodes: [minted], hold }));
    const wrong = [forged, unknown, noDate, held, "x", "%00", "a/b/c", `${forged}.pdf`];
    const paths = [...wrong.map((name) => `/t/${name}`), "/t", "/t?tickets=x&mac=00"];
    const answers = await Promise.all(
      paths.map(async (path) => {
        const response = await get(path);
        const { "x-request-id": _own, ...headers } = Object.fromEntries(response.headers);
        return JSON.stringify([response.status, headers, await response.text()]);
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("[404,");
  });

  it("is refused without a look into any storage when its check is wrong", async () => {
    const { barcode } = await oneTicket();
    const forged = barcode.slice(0, 19) + (barcode.endsWith("0") ? "1" : "0");
    // The registry would answer that this barcode leads somewhere.
    await env.REGISTRY.prepare("INSERT INTO imports VALUES (?, 'x', ?, 'a', 'c')")
      .bind(forged, barcode.slice(0, 8))
      .run();
    expect((await get(`/t/${forged}`)).status).toBe(404);
  });

  it("asked for too often from one address is slowed down, and a right one is not", async () => {
    const from = { "CF-Connecting-IP": "192.0.2.44" };
    let status = 404;
    for (let tries = 0; tries < 100 && status === 404; tries++) {
      const response = await get(`/t/guess-${tries}`, from);
      await response.text();
      status = response.status;
    }
    expect(status).toBe(429);
    const { barcode } = await oneTicket();
    expect((await get(`/t/${barcode}`, from)).status).toBe(200);
  });
});

describe("the PDF", () => {
  it("lets the browser's own viewer show it, and nobody frame it", async () => {
    const { barcode } = await oneTicket();
    const response = await get(`/t/${barcode}.pdf`);
    await response.arrayBuffer();
    const policy = response.headers.get("Content-Security-Policy") ?? "";
    expect(policy).toContain("frame-ancestors 'none'");
    // Safari takes its viewer for an object, Chrome's had its styles refused.
    expect(policy).not.toMatch(/default-src|object-src|style-src|plugin-types|sandbox/);
    expect(response.headers.get("Referrer-Policy")).toBe("no-referrer");
  });

  it.each(["a4", "80mm"])("on %s is small, and is not kept by anybody else", async (format) => {
    const { barcode } = await oneTicket({ event: await eventWith(PRESENTATION) });
    const response = await get(`/t/${barcode}.pdf?format=${format}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(response.headers.get("Content-Type")).toBe("application/pdf");
    expect(response.headers.get("Cache-Control")).toBe("private, no-cache");
    expect(new TextDecoder().decode(bytes.slice(0, 5))).toBe("%PDF-");
    expect(bytes.length).toBeLessThan(PDF_BYTES_MAX);
  });

  it("of several tickets of several dates comes by the link that the operator makes", async () => {
    const [one, other] = [await aSale(2), await aSale(1)];
    const barcodes = [...one.barcodes, ...other.barcodes];
    const answer = await exports.default.fetch(
      new Request(`${WINDOW}/operator/v1/ticket-links`, {
        method: "POST",
        headers: { Authorization: `Bearer ${env.OPERATOR_TOKEN}` },
        body: JSON.stringify({ barcodes }),
      }),
    );
    const { url } = await answer.json<{ url: string }>();
    const response = await get(url.slice(WINDOW.length));
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("application/pdf");
    const changed = url.replace(one.barcodes[0] ?? "", other.barcodes[0] ?? "");
    expect((await get(changed.slice(WINDOW.length))).status).toBe(404);
  });

  it(`of ${TICKETS_PER_PDF_MAX} tickets is made`, async () => {
    const { barcodes } = await aSale(TICKETS_PER_PDF_MAX);
    const response = await get(await ticketsLink(env.BARCODE_KEY, barcodes));
    expect(response.status).toBe(200);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
  });
});

describe("what a venue wants on its tickets", () => {
  const LOGO =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>';

  async function putEvent(id: string, presentation: unknown) {
    const venue = { name: "Île", timeZone: "Europe/Paris" };
    const response = await exports.default.fetch(
      new Request(`${WINDOW}/operator/v1/events/${id}`, {
        method: "PUT",
        headers: { Authorization: `Bearer ${env.OPERATOR_TOKEN}` },
        body: JSON.stringify({ title: "Cyrano", venue, presentation }),
      }),
    );
    return { status: response.status, json: await response.json<Record<string, unknown>>() };
  }

  const anId = () => `t-${crypto.randomUUID().slice(0, 18)}`;

  it("is answered so that it can be put again, and survives it unchanged", async () => {
    const id = anId();
    const wanted = { address: ["1 rue"], organiser: "Île", colour: "#A81E32", logo: LOGO };
    const first = await putEvent(id, wanted);
    expect(first).toMatchObject({ status: 201, json: { presentation: { organiser: "Île" } } });
    const again = await putEvent(id, first.json["presentation"]);
    expect(again.json["presentation"]).toEqual(first.json["presentation"]);
    expect((await putEvent(id, null)).json["presentation"]).toBeNull();
  });

  it.each([
    ["a colour that is none", { colour: "red;}body{display:none" }, "presentation.colour"],
    [
      "a script in the logo",
      { logo: LOGO.replace("<path", "<script/><path") },
      "presentation.logo",
    ],
    // Taken once, and then no PDF of that event could be made.
    ["a path that breaks off", { logo: LOGO.replace("h4v4z", "L") }, "presentation.logo"],
    ["a break in a line", { organiser: "a\u0000b" }, "presentation.organiser"],
    ["too long conditions", { conditions: "x".repeat(1001) }, "presentation.conditions"],
    ["five address lines", { address: ["1", "2", "3", "4", "5"] }, "presentation.address"],
    ["an unknown text", { slogan: "x" }, "presentation.slogan"],
  ])("is refused with %s", async (_what, presentation, field) => {
    const { status, json } = await putEvent(anId(), presentation);
    expect(status).toBe(400);
    expect(json["errors"]).toMatchObject([{ field }]);
  });
});
