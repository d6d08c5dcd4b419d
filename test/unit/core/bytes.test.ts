// Bytes are read as they are or not at all: what was signed is never repaired.
import { describe, expect, it } from "vitest";
import { decodeUtf8, fromBase64, fromHex, toHex, utf8 } from "../../../src/core/bytes.ts";

describe("UTF-8", () => {
  it.each([
    ["a lone continuation", [0x80]],
    ["an overlong NUL", [0xc0, 0x80]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["past U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
    ["a sequence cut off", [0xe2, 0x82]],
    ["a byte that is never one", [0xff]],
  ])("that is not valid (%s) is refused, not repaired", (_name, bytes) => {
    expect(decodeUtf8(new Uint8Array([0x61, ...bytes, 0x62]))).toBeNull();
  });

  it("comes back byte for byte, with its BOM and its NUL", () => {
    for (const text of ["\uFEFF{}", "a\0b", "Zoé 🎭", ""]) {
      expect(decodeUtf8(utf8(text))).toBe(text);
    }
  });
});

describe("hex", () => {
  it("is read in either case, whole bytes only, and nothing else is hex", () => {
    expect(fromHex("00fFA0")).toEqual(new Uint8Array([0, 255, 160]));
    expect(toHex(new Uint8Array([0, 255, 160]))).toBe("00ffa0");
    for (const text of ["0", "0g", " 00", "0x00", "00\n"]) expect(fromHex(text)).toBeNull();
  });
});

describe("base64", () => {
  it("that is none is refused", () => {
    expect(fromBase64("AP 8=\n")).toEqual(new Uint8Array([0, 255]));
    expect(fromBase64("*")).toBeNull();
  });
});
