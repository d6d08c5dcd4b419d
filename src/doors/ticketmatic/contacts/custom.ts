/**
 * Custom fields: keys that begin with `c_`, or (from PHP's model objects) one object of them without
 * the beginning (contracts/ticketmatic.md 1.5 and 4).
 */
const BEGINNING = "c_";

/**
 * What is said, with its custom fields under one key; nothing is added where there are none. Orders say
 * `customfields` (4).
 */
export function gatherCustom(said: unknown): unknown {
  if (typeof said !== "object" || said === null || Array.isArray(said)) return said;
  const { custom_fields, customfields, ...rest } = said as Readonly<Record<string, unknown>>;
  const named = { ...namesOf(customfields), ...namesOf(custom_fields) };
  const begun = Object.entries(rest)
    .filter(([key]) => key.startsWith(BEGINNING))
    .map(([key, value]) => [key.slice(BEGINNING.length), value] as const);
  const custom = { ...named, ...Object.fromEntries(begun) };
  return Object.keys(custom).length === 0 ? { ...rest, custom: undefined } : { ...rest, custom };
}

/** PHP's empty object is a list. */
function namesOf(object: unknown): Record<string, unknown> {
  if (typeof object !== "object" || object === null || Array.isArray(object)) return {};
  const bare = (key: string) => (key.startsWith(BEGINNING) ? key.slice(BEGINNING.length) : key);
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [bare(key), value]));
}

/** As they are read back. */
export function spreadCustom(custom: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(custom).map(([key, value]) => [BEGINNING + key, value]));
}
