// The page of a ticket in a real browser: it fits, it can be used by everybody, it needs nothing but
// itself, and it prints on one page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import type { BrowserContext } from "playwright-core";
import { openBrowser } from "../../support/a-browser.ts";
import { aDate } from "../../support/a-date.ts";
import { aShow } from "../../support/a-show.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { areMissing } from "../../support/programs.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeReport {
  readonly violations: readonly { readonly id: string }[];
  readonly passes: readonly unknown[];
}

describe.skipIf(areMissing("chromium"))("the page of a ticket", () => {
  const window = openBuiltWindow();
  const open = openBrowser();

  async function within<T>(
    options: Parameters<typeof open.browser.newContext>[0],
    use: (context: BrowserContext) => Promise<T>,
  ): Promise<T> {
    const context = await open.browser.newContext(options);
    try {
      return await use(context);
    } finally {
      await context.close();
    }
  }

  async function threeStates(): Promise<string[]> {
    const { barcodes } = await aShow(window.operator, 3);
    const [, cancelled = "", used = ""] = barcodes;
    await window.operator.cancelTicket(cancelled);
    await window.operator.scan(used);
    return [...barcodes, "UNKNOWN"];
  }

  it.each([320, 390, 1280])(
    "fits %i px, and axe finds nothing, in light and in dark",
    async (width) => {
      const names = await threeStates();
      for (const colorScheme of ["light", "dark"] as const) {
        await within({ viewport: { width, height: 800 }, colorScheme }, async (context) => {
          const page = await context.newPage();
          for (const name of names) {
            await page.goto(`${window.server.url}/t/${name}`);
            await page.evaluate(AXE);
            const report = await page.evaluate<AxeReport>("axe.run()");
            expect(report.violations.map(({ id }) => id)).toEqual([]);
            expect(report.passes.length).toBeGreaterThan(10);
            expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
          }
        });
      }
    },
  );

  it("shows all of a long barcode of the venue's own on a narrow phone", async () => {
    const { id } = await aDate(window.operator);
    const barcode = "Venue-2031/".repeat(9);
    const place = { area: "parterre", channel: "boxoffice" };
    await window.operator.importBarcodes(id, place, [barcode]);
    await window.operator.sell(id, "full", 1);
    const width = 320;
    await within({ viewport: { width, height: 800 } }, async (context) => {
      const page = await context.newPage();
      await page.goto(`${window.server.url}/t/${encodeURIComponent(barcode)}`);
      const shown = page.locator(".aloud span");
      expect((await shown.textContent())?.replaceAll(" ", "")).toBe(barcode);
      const box = await shown.boundingBox();
      expect(box?.x).toBeGreaterThan(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(width);
    });
  });

  it("is one request without any script, and still there without a network", async () => {
    const { barcodes } = await aShow(window.operator, 1);
    await within({ javaScriptEnabled: false }, async (context) => {
      const page = await context.newPage();
      const asked: string[] = [];
      const complaints: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("console", (message) => complaints.push(message.text()));
      const address = `${window.server.url}/t/${barcodes[0]}`;
      await page.goto(address);
      expect(asked).toEqual([address]);
      expect(complaints).toEqual([]);
      await context.setOffline(true);
      const codes = await page.locator("svg[role=img]").all();
      const shown = await Promise.all(codes.map((code) => code.isVisible()));
      expect(shown).toEqual([true, true]);
    });
  });

  it.each(["A4", "A6"])("prints on one page of %s", async (format) => {
    const { barcodes } = await aShow(window.operator, 1);
    await within({ locale: "de" }, async (context) => {
      const page = await context.newPage();
      await page.goto(`${window.server.url}/t/${barcodes[0]}`);
      const text = (await page.pdf({ format })).toString("latin1");
      expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
    });
  });
});
