// Hostile values as JSON text, where duplicate keys and numbers that no program can hold can be said.
import type { Dice } from "../support/dice.ts";

const DEPTH = 10_000;
const LONG = 10_000;

export type Kind = "null" | "boolean" | "number" | "string" | "array" | "object";

export interface Hostile {
  readonly kind: Kind;
  readonly json: string;
}

const text = (value: string): Hostile => ({ kind: "string", json: JSON.stringify(value) });
const number = (json: string): Hostile => ({ kind: "number", json });

const NUMBERS =
  "-0 0 -1 1.5 0.1e-400 1e309 -1e309 9007199254740993 -9007199254740993 1e21 2147483648";

export const HOSTILE: readonly Hostile[] = [
  { kind: "null", json: "null" },
  { kind: "boolean", json: "true" },
  ...NUMBERS.split(" ").map(number),
  ...["", " ", "\0", "a\0b", "NaN", "null", "0", "-1", "1e3"].map(text),
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"].map(text),
  ...["' OR 1=1 --", '"; DROP TABLE tickets; --', "${7*7}", "{{7*7}}", "<script>x</script>"].map(
    text,
  ),
  ...["../../etc/passwd", "%00", "%", "\r\nX-Injected: yes", "a:b:c", "date:full:"].map(text),
  ...["2026-02-31T00:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59+23:59"].map(text),
  ...["+275760-09-13T00:00:00Z", "2026-03-10T24:00:00Z", "2026-03-10T19:04:07+99:99"].map(text),
  ...["é".normalize("NFD"), "\u202e\u2066", "🎭".repeat(60), "\ufeff", "ß", "ı"].map(text),
  { kind: "string", json: String.raw`"\ud800"` },
  { kind: "string", json: String.raw`"\udc00\ud800"` },
  { kind: "string", json: String.raw`"\u0000\u001f\u007f\u0085\u2028"` },
  text("x".repeat(LONG)),
  { kind: "array", json: "[]" },
  { kind: "array", json: "[null]" },
  { kind: "array", json: `[${"0,".repeat(LONG)}0]` },
  { kind: "array", json: "[".repeat(DEPTH) + "]".repeat(DEPTH) },
  { kind: "object", json: "{}" },
  { kind: "object", json: '{"a":'.repeat(DEPTH) + "0" + "}".repeat(DEPTH) },
  { kind: "object", json: '{"__proto__":{"polluted":true}}' },
  { kind: "object", json: '{"constructor":{"prototype":{"polluted":true}}}' },
  { kind: "object", json: '{"length":1,"0":"x"}' },
];

const MARK = "\u0001here\u0001";

/** The payload as JSON text, with `json` in the place at `path`. */
export function withJsonAt(
  payload: unknown,
  path: readonly (string | number)[],
  json: string,
): string {
  const copy = structuredClone(payload);
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => Reflect.get(Object(at), key), copy);
  Object.defineProperty(Object(parent), path.at(-1) ?? "", {
    value: MARK,
    enumerable: true,
    configurable: true,
  });
  return JSON.stringify(copy).replace(JSON.stringify(MARK), () => json);
}

/** Every place in the payload, from the outside in. */
export function placesIn(payload: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof payload !== "object" || payload === null) return path.length === 0 ? [] : [path];
  const entries = Array.isArray(payload) ? [...payload.entries()] : Object.entries(payload);
  const inner = entries.flatMap(([key, value]) => placesIn(value, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

/** Breaks the bytes of a body: what comes out is rarely JSON, and rarely text. */
export function brokenBytes(body: Buffer, dice: Dice): Buffer {
  const at = dice.whole(0, Math.max(0, body.length - 1));
  const [before, after] = [body.subarray(0, at), body.subarray(at)];
  const put = (...bytes: number[]) => Buffer.concat([before, Buffer.from(bytes), after]);
  return dice.oneOf([
    () => before,
    () => after,
    () => put(0xff),
    () => put(0xc0, 0x80),
    () => put(0xed, 0xa0, 0x80),
    () => put(0xf4, 0x90, 0x80, 0x80),
    () => put(0),
    () => put(0x22),
    () => put(0x5c),
    () =>
      Buffer.concat([
        before,
        Buffer.from([(body[at] ?? 0) ^ (1 << dice.whole(0, 7))]),
        body.subarray(at + 1),
      ]),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
    () => Buffer.from(body.toString("utf8"), "utf16le"),
    () => Buffer.concat([body, body]),
    () => Buffer.alloc(0),
    () => Buffer.from(" \n\t"),
    () => Buffer.from("nan"),
  ])();
}
