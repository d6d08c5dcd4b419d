// What is kept of a partner's text shows its form and nothing that it says.
import { describe, expect, it } from "vitest";
import { maskJson, maskMessage, maskPath, maskQuery, maskText } from "../../../src/core/masking.ts";

describe("a text that is masked", () => {
  it("keeps its length, its case, its signs and its escapes", () => {
    expect(maskText("Zoé Lefèvre, 06 39 98")).toBe("Xx• Xxx•xxx, 00 00 00");
    expect(maskText(String.raw`Zo\u00e9\n`)).toBe(String.raw`Xx\u0000\n`);
    expect(maskText("a%C3%A9+b~")).toBe("x%00%00+x~");
    expect(maskText("🎭")).toBe("•");
  });
});

describe("JSON that is masked", () => {
  it("keeps the spaces and the names, and values of the protocol alone", () => {
    const text =
      '{"offer_id": 70411,"user_email":"zoe@example.org", "stock_id_at_provider":"d:full"}';
    expect(maskJson(text)).toBe(
      '{"offer_id": 70411,"user_email":"xxx@xxxxxxx.xxx", "stock_id_at_provider":"d:full"}',
    );
  });

  it.each([
    ["a number under a name that nobody knows", '{"tel":639980477}', '{"tel":111111111}'],
    ["a value among those of a protocol", '{"status":"Zoé"}', '{"status":"Xx•"}'],
    ["an address in the place of an id", '{"event_id":"z@x.fr"}', '{"event_id":"x@x.xx"}'],
    [
      "a barcode in the place of an id",
      '{"event_id":"5WJQ2XMK8ZC41T0RV3NB"}',
      '{"event_id":"0XXX0XXX0XX00X0XX0XX"}',
    ],
    ["a name made of an address", '{"z@x.fr":1}', '{"x@x.xx":1}'],
    ["a value beside an object of the protocol", '[{"price":1},"Zoe"]', '[{"price":1},"Xxx"]'],
    ["a list of names", '{"names":["Zoe","Lea"]}', '{"names":["Xxx","Xxx"]}'],
    ["a text that breaks off", '{"name":"Zoe Lef', '{"name":"Xxx Xxx'],
    ["a text that is no JSON", "name=Zoe&tel=06", "xxxx=Xxx&xxx=00"],
    ["an escaped quote", String.raw`{"n":"Z\"oe","m":"Lea"}`, String.raw`{"n":"X\"xx","m":"Xxx"}`],
  ])("hides %s", (_what, text, masked) => {
    expect(maskJson(text)).toBe(masked);
  });
});

it("a query keeps its names, its order, and pages and ids alone", () => {
  expect(maskQuery("page=2&q=Zo%C3%A9&event_id=12&x")).toBe("page=2&q=Xx%00%00&event_id=12&x");
});

it("a path keeps its words and its ids", () => {
  expect(maskPath("/v9/orders/5120/5WJQ2XMK8ZC41T0RV3NB")).toBe(
    "/v9/orders/5120/0XXX0XXX0XX00X0XX0XX",
  );
});

it("a sentence keeps what is ours", () => {
  expect(maskMessage("Couldn't find Event with id=zoe@x.fr")).toBe(
    "Couldn't find Event with xx=xxx@x.xx",
  );
  expect(maskMessage("authentication required, invalid_parameter")).toBe(
    "authentication required, invalid_parameter",
  );
});
