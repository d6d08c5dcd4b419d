/**
 * Custom fields: keys that begin with `c_`, or (from PHP's model objects) one object of them without
 * the beginning (contracts/ticketmatic.md 1.5 and 4).
 */
const BEGINNING = "c_";

/** What is said, with its custom fields under one key; nothing is added where there are none. */
export function gatherCustom(said: unknown): unknown {
  if (typeof said !== "object" || said === null || Array.isArray(said)) return said;
  const { custom_fields: object, ...rest } = said as Readonly<Record<string, unknown>>;
  const named = typeof object === "object" && !Array.isArray(object) ? { ...object } : {};
  const begun = Object.entries(rest)
    .filter(([key]) => key.startsWith(BEGINNING))
    .map(([key, value]) => [key.slice(BEGINNING.length), value] as const);
  const custom = { ...named, ...Object.fromEntries(begun) };
  return Object.keys(custom).length === 0 ? { ...rest, custom: undefined } : { ...rest, custom };
}

/** As they are read back. */
export function spreadCustom(custom: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(custom).map(([key, value]) => [BEGINNING + key, value]));
}
