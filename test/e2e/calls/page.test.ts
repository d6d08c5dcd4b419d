// The operator reads the calls in a browser: the token stays in the page, and everything is shown
// without anything from elsewhere.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { aDate } from "../../support/a-date.ts";
import { openBrowser } from "../../support/a-browser.ts";
import { anApplication } from "../../support/a-sapiti-house.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { OPERATOR_TOKEN } from "../../support/guichet-server.ts";
import { aBooking, PassCulture } from "../../support/passculture-client.ts";
import { areMissing } from "../../support/programs.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const window = openBuiltWindow();
const address = () => `${window.server.url}/operator/calls`;

async function someCalls(): Promise<void> {
  const date = await aDate(window.operator, { capacity: 1 });
  await window.passCulture.book(aBooking(date.stock));
  await window.passCulture.book(aBooking(date.stock));
  const wrong = new PassCulture(window.server.url, { hmacKey: "another-key-than-theirs" });
  await wrong.book(aBooking(date.stock));
  const { client } = await anApplication(window, {});
  await client.call("GET", "agenda/events/", { signature: "0".repeat(64) });
}

describe("the page", () => {
  it("shows nothing to who has no token, a wrong one, or a scanner's", async () => {
    const page = await fetch(address());
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(text).not.toContain('class="call"');
    const wrong = await fetch(address(), { headers: { Authorization: "Bearer nobody" } });
    expect(wrong.status).toBe(401);
    const put = await fetch(`${window.server.url}/operator/v1/devices/gate-a`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${OPERATOR_TOKEN}` },
      body: JSON.stringify({ label: "Gate A" }),
    });
    const { token } = (await put.json()) as { token: string };
    const scanner = await fetch(address(), { headers: { Authorization: `Bearer ${token}` } });
    expect(scanner.status).toBe(403);
  });
});

describe.skipIf(areMissing("chromium"))("in a browser", () => {
  const chromium = openBrowser();

  it.each([
    { language: "en", width: 1280, refusal: "No place was left for this caller." },
    { language: "fr", width: 390, refusal: "Il ne restait plus de place pour cet appelant." },
  ])(
    "($language, $width px) lists, opens and filters the calls, by the keyboard alone",
    async ({ language, width, refusal }) => {
      await someCalls();
      const page = await chromium.browser.newPage({
        locale: language,
        viewport: { width, height: 900 },
      });
      const urls: string[] = [];
      const complaints: string[] = [];
      page.on("request", (request) => urls.push(request.url()));
      page.on("console", (line) => complaints.push(line.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      await page.goto(address());
      await page.keyboard.press("Tab");
      await page.keyboard.type(OPERATOR_TOKEN);
      await page.keyboard.press("Enter");
      await page.getByText(refusal).first().waitFor();
      const failed = page.locator("li", { hasText: "inner-string" }).first();
      await failed.locator("summary").focus();
      await page.keyboard.press("Enter");
      const link = failed.locator("a.inspector");
      await link.waitFor({ state: "visible" });
      expect(await link.getAttribute("href")).toMatch(/^\/inspect#[\w-]+$/);
      expect(await failed.locator("pre i").first().textContent()).toBe("·");
      const overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(overflow).toBe(0);
      await page.evaluate(AXE);
      const report = await page.evaluate<{ violations: { id: string }[] }>("axe.run()");
      expect(report.violations.map(({ id }) => id)).toEqual([]);
      const inspector = await chromium.browser.newPage();
      await inspector.goto(window.server.url + (await link.getAttribute("href")));
      const chosen = inspector.locator("input[name=scheme]:checked");
      expect(await chosen.getAttribute("value")).toBe("passculture-hmac");
      await inspector.close();
      await page.locator("select[name=outcome]").selectOption("accepted");
      await page.locator("button[type=submit]").press("Enter");
      await page.getByText(refusal).first().waitFor({ state: "detached" });
      expect(await page.locator(".call").count()).toBeGreaterThan(0);
      const kept = await page.evaluate("JSON.stringify([localStorage, sessionStorage])");
      expect(kept).toBe("[{},{}]");
      expect(urls.filter((url) => !url.startsWith(window.server.url))).toEqual([]);
      expect(urls.join()).not.toContain(OPERATOR_TOKEN);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});
