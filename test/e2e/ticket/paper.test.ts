// The PDF of a ticket says everything that it has to, with its own fonts, and is sound.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { aShow } from "../../support/a-show.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { areMissing, run } from "../../support/programs.ts";

const PDF_BYTES_MAX = 60_000;

describe.skipIf(areMissing("pdftotext", "pdffonts", "pdfinfo", "qpdf"))("a ticket on paper", () => {
  const window = openBuiltWindow();
  const folder = mkdtempSync(join(tmpdir(), "guichet-paper-"));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function print(barcode: string, format: string): Promise<string> {
    const response = await fetch(`${window.server.url}/t/${barcode}.pdf?format=${format}`, {
      headers: { "Accept-Language": "fr" },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([response.status, bytes.length < PDF_BYTES_MAX]).toEqual([200, true]);
    const path = join(folder, `${barcode}-${format}.pdf`);
    writeFileSync(path, bytes);
    return path;
  }

  it.each(["a4", "80mm"])("says everything, in letters of its own: %s", async (format) => {
    const { date, barcodes } = await aShow(window.operator, 2);
    const [barcode = ""] = barcodes;
    const path = await print(barcode, format);
    const text = (await run("pdftotext", path, "-")).replaceAll(/\s+/g, " ");
    for (const said of [
      "Théâtre de l’Île",
      "Cyrano de Bergerac, comédie héroïque en cinq actes",
      "mercredi 12 mars 2031 · 20:30",
      "Parterre",
      "Tarif full",
      "12,50 €",
      "Billet n° : 1",
      "Vendu le : ",
      "· Guichet",
      "Exploitant : Association Łódź · Şişli · Ðakovo",
      "L-R-20-001234 / L-D-20-001235",
      "4 quai des Œuvres, 75004 Paris",
      "Ni repris ni échangé. Placement garanti jusqu’au lever de rideau.",
      barcode.replaceAll(/.{4}(?=.)/g, "$& "),
    ]) {
      expect(text).toContain(said);
    }
    const fonts = (await run("pdffonts", path)).trim().split("\n").slice(2);
    expect(fonts).toHaveLength(2);
    for (const font of fonts) expect(font).toMatch(/CID TrueType +Identity-H +yes yes yes/);
    expect(await run("qpdf", "--check", path)).toContain("No syntax or stream encoding errors");
    expect((await run("pdfinfo", path)).match(/Pages: +1\n/)).not.toBeNull();
    expect((await window.operator.tickets(date)).map(({ serial }) => serial)).toEqual([1, 2]);
  });

  it("says “gratuit” where nothing was paid, and that it is void when it is", async () => {
    const { date } = await aShow(window.operator, 2);
    const [sold] = await window.operator.tickets(date);
    await window.operator.cancelTicket(sold?.barcode ?? "");
    const cancelled = await run("pdftotext", await print(sold?.barcode ?? "", "a4"), "-");
    expect(cancelled).toContain("Billet annulé");
    await window.operator.sell(date, "free", 1);
    const given = (await window.operator.tickets(date)).at(-1);
    expect(given?.amount).toBe(0);
    expect(await run("pdftotext", await print(given?.barcode ?? "", "80mm"), "-")).toContain(
      "Gratuit",
    );
  });
});
