// The inspector in a real browser: it computes and checks, says which mistake it was, and while a
// secret is typed nothing leaves the page.
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { openBrowser } from "../../support/a-browser.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { areMissing } from "../../support/programs.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SECRET = "a-secret-of-the-inspector-test";
const KEY = "AAAA1111-0000-4000-8000-000000000001";
const INNER = '{"name": "Léonie", "n": 1}';
const BODY = JSON.stringify(INNER);
const HOST = "api.ticketevolution.com";
const pair = generateKeyPairSync("ed25519");
const PEM = pair.publicKey.export({ type: "spki", format: "pem" });

const hmac = (text: string, encoding: "hex" | "base64" = "hex") =>
  createHmac("sha256", SECRET).update(text).digest(encoding);
const seconds = () => new Date().toISOString().slice(0, 19);

interface Case {
  readonly scheme: string;
  readonly secret: string;
  readonly paste: (signature: string) => string;
  readonly right: string;
  readonly wrong: string;
  readonly mistake: string;
}

function cases(): Case[] {
  const now = seconds();
  const passculture = (header: string) => (signature: string) =>
    `curl 'https://window.test/passculture/booking' -H '${header}: ${signature}' --data-raw '${BODY}'`;
  const ed25519 = (text: string) => sign(null, Buffer.from(text), pair.privateKey).toString("hex");
  const zoned = `${now}+00:00`;
  return [
    {
      scheme: "passculture-hmac",
      secret: SECRET,
      paste: passculture("PassCulture-Signature"),
      right: hmac(INNER),
      wrong: hmac(`${INNER}\n`),
      mistake: "line-end",
    },
    {
      scheme: "passculture-ed25519",
      secret: PEM.toString(),
      paste: passculture("PassCulture-ed25519-Signature"),
      right: ed25519(INNER),
      wrong: ed25519(JSON.stringify(JSON.parse(INNER))),
      mistake: "json-rewritten",
    },
    {
      scheme: "sapiti",
      secret: SECRET,
      paste: (signature) =>
        `POST /v1/shop/products/ HTTP/1.1\r\nHost: window.test\r\n\r\n` +
        JSON.stringify({ publickey: KEY, timestamp: zoned, signature }),
      right: hmac(KEY + zoned),
      wrong: hmac(zoned + KEY),
      mistake: "other-order",
    },
    {
      scheme: "ticketmatic",
      secret: SECRET,
      paste: (signature) =>
        `curl "https://window.test/api/1/demo/events" \\\n  -H "Authorization: TM-HMAC-SHA256 key=${KEY} ts=${now} sign=${signature}"`,
      right: hmac(`${KEY}demo${now}`),
      wrong: hmac(KEY + now),
      mistake: "account-missing",
    },
    {
      scheme: "ticketevolution",
      secret: SECRET,
      paste: (signature) =>
        `GET /v9/events?z=1&a=2 HTTP/1.1\nHost: ${HOST}\nX-Token: t\nX-Signature: ${signature}\n\n`,
      right: hmac(`GET ${HOST}/v9/events?a=2&z=1`, "base64"),
      wrong: hmac(`GET ${HOST}/v9/events?z=1&a=2`, "base64"),
      mistake: "query-unsorted",
    },
  ];
}

describe.skipIf(areMissing("chromium"))("the inspector", () => {
  const window = openBuiltWindow();
  const open = openBrowser();

  async function within(
    options: Parameters<typeof open.browser.newContext>[0],
    use: (page: Page, context: BrowserContext) => Promise<void>,
  ): Promise<void> {
    const context = await open.browser.newContext({ locale: "en", ...options });
    try {
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      await page.goto(`${window.server.url}/inspect`);
      await use(page, context);
      // The browser says so itself when a test tries to send what the policy refuses.
      expect(complaints.filter((text) => !text.includes("/health"))).toEqual([]);
    } finally {
      await context.close();
    }
  }

  const verdict = (page: Page) => page.locator("#verdict");

  it.each(cases())(
    "$scheme: right and wrong, pasted, and the mistake by its name",
    async (known) => {
      const { scheme, secret, paste, right, wrong, mistake } = known;
      await within({}, async (page) => {
        await page.fill("#paste", paste(right));
        expect(await page.locator(`input[value="${scheme}"]`).isChecked()).toBe(true);
        expect(await page.inputValue("#given")).toBe(right);
        await page.fill("#secret", secret);
        await page.locator("#verdict.good").waitFor();
        expect(await verdict(page).textContent()).toContain("The signature is right.");
        await page.fill("#paste", paste(wrong));
        await page.locator(`#verdict.bad [data-mistake="${mistake}"]`).waitFor();
        await page.fill("#given", scheme === "ticketevolution" ? hmac("x", "base64") : hmac("x"));
        await page.locator(`#verdict.bad:not(:has([data-mistake="${mistake}"]))`).waitFor();
      });
    },
  );

  it("shows every byte, the digest, the curl line and five languages", async () => {
    await within({}, async (page) => {
      const [, , , , ticketevolution] = cases();
      await page.fill("#paste", ticketevolution?.paste("") ?? "");
      await page.fill("#secret", SECRET);
      const right = ticketevolution?.right ?? "";
      await page.locator("#curl").filter({ hasText: right }).waitFor();
      expect(await page.locator("#signed").textContent()).toBe(`GET·${HOST}/v9/events?a=2&z=1`);
      const digest = Buffer.from(right, "base64").toString("hex");
      expect(await page.locator("#digest").textContent()).toBe(digest);
      for (const language of ["PHP", "Python", "Ruby", "Go", "Node"]) {
        await page.getByRole("button", { name: language, exact: true }).click();
        expect(await page.locator("#snippet").textContent()).toContain("/v9/events");
        expect(await page.locator("#snippet").textContent()).not.toContain(SECRET);
      }
    });
  });

  it("says what is wrong with what was pasted", async () => {
    await within({}, async (page) => {
      await page.fill("#paste", "curl 'https://x.test");
      await page.locator("#paste-state.bad").filter({ hasText: "never closed" }).waitFor();
    });
  });

  it("opens what a link holds, and leaves alone what it can't read", async () => {
    await within({}, async (page) => {
      const request = {
        scheme: "ticketevolution",
        method: "DELETE",
        url: `https://${HOST}/v9/ticket_groups/5`,
        headers: [["X-Token", "é"]],
        body: "",
      };
      const fragment = Buffer.from(JSON.stringify(request)).toString("base64url");
      await page.goto(`${window.server.url}/inspect#${fragment}`);
      await page.locator("#signed").filter({ hasText: "DELETE·" }).waitFor();
      expect(await page.inputValue("#key")).toBe("é");
      await page.goto(`${window.server.url}/inspect#${fragment.slice(0, -9)}`);
      await page.locator("#paste-state.bad").waitFor();
    });
  });

  it("sends nothing, keeps nothing and puts nothing into its address while a secret is typed", async () => {
    await within({}, async (page, context) => {
      const asked: string[] = [];
      context.on("request", (request) => asked.push(request.url()));
      await page.fill("#body", BODY);
      await page.locator("#secret").pressSequentially(SECRET);
      await page
        .locator("#curl")
        .filter({ hasText: hmac(INNER) })
        .waitFor();
      await page.locator("#secret").press("Enter");
      await page.getByRole("button", { name: "Now" }).count();
      expect(asked).toEqual([]);
      expect(page.url()).toBe(`${window.server.url}/inspect`);
      const kept = await page.evaluate<number>(
        "localStorage.length + sessionStorage.length + document.cookie.length",
      );
      expect(kept).toBe(0);
      const left = page.evaluate("fetch('/health').then(() => 'sent', () => 'refused')");
      expect(await left).toBe("refused");
      expect(asked.filter((url) => url.includes(SECRET))).toEqual([]);
      await page.reload();
      expect(await page.inputValue("#secret")).toBe("");
    });
  });

  it("can be used by keyboard alone", async () => {
    await within({}, async (page) => {
      const press = async (key: string, times = 1) => {
        for (let time = 0; time < times; time++) await page.keyboard.press(key);
      };
      const focused = () =>
        page.evaluate<string>("document.activeElement.id || document.activeElement.value");
      await press("Tab", 2);
      await press("ArrowDown", 4);
      expect(await focused()).toBe("ticketevolution");
      await press("Tab", 2);
      expect(await focused()).toBe("method");
      await page.keyboard.press("Control+A");
      await page.keyboard.type("GET");
      await press("Tab");
      await page.keyboard.type(`https://${HOST}/v9/events?a=2`);
      await press("Tab", 3);
      expect(await focused()).toBe("key");
      await press("Tab");
      await page.keyboard.type(SECRET);
      await press("Tab", 2);
      expect(await focused()).toBe("given");
      await page.keyboard.type(hmac(`GET ${HOST}/v9/events?a=2`, "base64"));
      await page.locator("#verdict.good").waitFor();
      await press("Tab");
      expect(await focused()).toBe("clear");
      await press("Enter");
      expect(await page.inputValue("#secret")).toBe("");
    });
  });

  it("speaks French to who reads it, and either to who asks", async () => {
    await within({ locale: "fr-BE" }, async (page) => {
      expect(await page.locator("h1").textContent()).toBe("Inspecteur de signatures");
      const [passculture] = cases();
      await page.fill("#paste", passculture?.paste(passculture.wrong) ?? "");
      await page.fill("#secret", SECRET);
      await page.locator("#verdict.bad").filter({ hasText: "Une fin de ligne" }).waitFor();
      await page.getByRole("link", { name: "English" }).click();
      expect(await page.locator("h1").textContent()).toBe("Signature inspector");
    });
  });

  it.each([320, 390, 1280])(
    "fits %i px, and axe finds nothing, in light and in dark",
    async (width) => {
      for (const colorScheme of ["light", "dark"] as const) {
        await within({ viewport: { width, height: 900 }, colorScheme }, async (page) => {
          for (const { paste, secret, right, wrong } of cases()) {
            await page.fill("#secret", secret);
            for (const signature of [right, wrong]) {
              await page.fill("#paste", paste(signature));
              await page.locator(signature === right ? "#verdict.good" : "#verdict.bad").waitFor();
            }
            await page.evaluate(AXE);
            const report = await page.evaluate<{
              violations: { id: string }[];
              passes: unknown[];
            }>("axe.run()");
            expect(report.violations.map(({ id }) => id)).toEqual([]);
            expect(report.passes.length).toBeGreaterThan(10);
            expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
          }
        });
      }
    },
  );
});
