// What a ticket says: its language, its time zone, its amounts, and what the rules want on it.
import { describe, expect, it } from "vitest";
import type { PrintedDate, PrintedTicket } from "../../../src/date/commands.ts";
import { asLine, faceOf } from "../../../src/ticket/face.ts";
import { type Language, LANGUAGES, languageOf } from "../../../src/ticket/language.ts";

const TICKET: PrintedTicket = {
  barcode: "5WJQ2XMK8ZC41T0RV3NB",
  serial: 42,
  area: "Parterre",
  seat: "F 12",
  price: "Plein tarif",
  amount: 1250,
  currency: "EUR",
  channel: "boxoffice",
  state: "issued",
  issuedAt: Date.parse("2026-11-23T22:59:00Z"),
  changedAt: Date.parse("2027-03-12T19:01:00Z"),
};
const DATE: PrintedDate = {
  event: {
    id: "cyrano",
    number: 1,
    title: "Cyrano",
    venue: { name: "Théâtre de l’Île", timeZone: "Europe/Paris" },
    version: 1,
  },
  startsAt: Date.parse("2027-03-12T23:30:00Z"),
  opensAt: Date.parse("2027-03-12T18:45:00Z"),
  tickets: [TICKET],
};

function said(language: Language, changes: Partial<PrintedTicket> = {}): string[] {
  const face = faceOf(DATE, { ...TICKET, ...changes }, language);
  return [...face.fields, ...face.small].map((field) => asLine(field, face));
}

describe("a ticket says", () => {
  it("day and time in the venue's zone, where it may be another day than in UTC", () => {
    const face = faceOf(DATE, TICKET, "fr");
    expect([face.day, face.time]).toEqual(["samedi 13 mars 2027", "00:30"]);
  });

  it("who runs it, its number, its category, its price, when and by whom it was sold", () => {
    expect(said("fr").map((line) => line.replaceAll(/[\u00a0\u202f]/g, " "))).toEqual([
      "Place : Parterre",
      "Siège : F 12",
      "Tarif : Plein tarif",
      "Prix : 12,50 €",
      "Ouverture des portes : 19:45",
      "Billet n° : 42",
      "Vendu le : 23/11/2026 23:59 · Guichet",
      "Exploitant : Théâtre de l’Île",
    ]);
  });

  it.each([
    ["fr", "Gratuit"],
    ["en", "Free"],
    ["nl", "Gratis"],
    ["de", "Kostenlos"],
  ] as const)("in %s %s, when nothing was paid", (language, word) => {
    expect(said(language, { amount: 0 }).some((line) => line.endsWith(` ${word}`))).toBe(true);
  });

  it("amounts in the minor units of their currency", () => {
    expect(said("en", { amount: 1250, currency: "JPY" })).toContain("Price: ¥1,250");
    expect(said("en", { amount: 1250, currency: "GBP" })).toContain("Price: £12.50");
  });

  it("the barcode in groups, also one that does not divide", () => {
    const grouped = (barcode: string) => faceOf(DATE, { ...TICKET, barcode }, "en").grouped;
    expect(grouped(TICKET.barcode)).toBe("5WJQ 2XMK 8ZC4 1T0R V3NB");
    expect(grouped("123456789")).toBe("1234 5678 9");
  });

  it.each(LANGUAGES)(
    "in %s that it is void, or used and when, and otherwise nothing",
    (language) => {
      const notice = (state: PrintedTicket["state"]) =>
        faceOf(DATE, { ...TICKET, state }, language).notice;
      expect(notice("issued")).toBeNull();
      expect(notice("void")?.title).not.toBe(notice("used")?.title);
      expect(notice("used")?.detail).toContain("20:01");
    },
  );
});

describe("the language", () => {
  it.each([
    ["", "en"],
    ["fr-BE,fr;q=0.9", "fr"],
    ["es, nl;q=0.5, de;q=0.7", "de"],
    ["nl;q=0, de;q=0.1", "de"],
    ["*", "en"],
    ["es-MX", "en"],
    ["FR", "fr"],
    ["fr;q=x, nl", "nl"],
    ["x".repeat(20_000), "en"],
  ])("of Accept-Language %j is %s", (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
