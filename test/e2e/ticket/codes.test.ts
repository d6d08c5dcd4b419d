// The codes can be read: 100 tickets, each from the screen, from an A4 sheet and from an 80 mm strip,
// by a decoder that shares nothing with the encoders.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openBrowser, pictureOf } from "../../support/a-browser.ts";
import { aShow } from "../../support/a-show.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { areMissing, decode, run } from "../../support/programs.ts";

const TICKETS = 100;
const TICKETS_PER_PDF = 50;
/** At once for one decoder, whose start takes as long as an image. */
const IMAGES_PER_DECODER = 50;
const READING_MS = 240_000;

/** Phones and a desk; high enough for both codes. */
const SCREENS = [
  { width: 320, height: 800, deviceScaleFactor: 2, colorScheme: "light" },
  { width: 390, height: 800, deviceScaleFactor: 3, colorScheme: "dark" },
  { width: 1280, height: 800, deviceScaleFactor: 1, colorScheme: "dark" },
] as const;

/** The two codes of a ticket, as zbar names them. */
function bothCodes(barcode: string): string[] {
  return [`CODE-128:${barcode}`, `QR-Code:${barcode}`];
}

async function readAll(images: readonly string[]): Promise<string[][]> {
  const starts = images.flatMap((_, index) => (index % IMAGES_PER_DECODER === 0 ? [index] : []));
  const read = starts.map((start) => decode(images.slice(start, start + IMAGES_PER_DECODER)));
  return (await Promise.all(read)).flat();
}

describe.skipIf(areMissing("chromium", "zbarimg", "pdftoppm"))("the codes of tickets", () => {
  const window = openBuiltWindow();
  const open = openBrowser();
  const folder = mkdtempSync(join(tmpdir(), "guichet-codes-"));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    "are read from a screen, whatever its size, sharpness and colours",
    async () => {
      const { barcodes } = await aShow(window.operator, TICKETS);
      const images: string[] = [];
      for (const [index, { width, height, ...screen }] of SCREENS.entries()) {
        const viewport = { width, height };
        const context = await open.browser.newContext({
          viewport,
          ...screen,
          javaScriptEnabled: false,
        });
        const page = await context.newPage();
        for (let at = index; at < TICKETS; at += SCREENS.length) {
          await page.goto(`${window.server.url}/t/${barcodes[at]}`);
          const path = join(folder, `screen-${at}.png`);
          writeFileSync(path, await pictureOf(page));
          images[at] = path;
        }
        await context.close();
      }
      expect(await readAll(images)).toEqual(barcodes.map(bothCodes));
    },
    READING_MS,
  );

  it.each([
    ["a4", ["-r", "150", "-gray"], "pgm"],
    ["80mm", ["-r", "203", "-mono"], "pbm"],
  ] as const)(
    "are read from paper: %s",
    async (format, drawing, ending) => {
      const { barcodes } = await aShow(window.operator, TICKETS);
      const images: string[] = [];
      for (let start = 0; start < TICKETS; start += TICKETS_PER_PDF) {
        const link = await window.operator.linkTickets(
          barcodes.slice(start, start + TICKETS_PER_PDF),
        );
        const response = await fetch(`${link}&format=${format}`);
        expect(response.status).toBe(200);
        const name = join(folder, `${format}-${start}`);
        writeFileSync(`${name}.pdf`, Buffer.from(await response.arrayBuffer()));
        await run("pdftoppm", ...drawing, `${name}.pdf`, name);
        for (let page = 1; page <= TICKETS_PER_PDF; page++) {
          images.push(`${name}-${String(page).padStart(2, "0")}.${ending}`);
        }
      }
      expect(await readAll(images)).toEqual(barcodes.map(bothCodes));
    },
    READING_MS,
  );
});
