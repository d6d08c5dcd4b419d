/**
 * Texts of partners as they may be kept: their shape without what they say. Every letter becomes
 * `x` or `X`, every digit `0` (in a number of JSON `1`), what is not ASCII `•`; spaces, signs, escapes and the length stay, since
 * they are what a signature fails by. Only the values of keys that name no person are kept.
 */

/** Ids, numbers, instants and words of the protocols. Whatever is not here is masked. */
const PLAIN_KEYS = new Set([
  ..."booking_creation_date booking_quantity offer_id offer_price stock_id stock_id_at_provider".split(
    " ",
  ),
  ..."venue_id language timestamp entry_count entry_start limit start eventid productcategoryid".split(
    " ",
  ),
  ..."orderid statusid quantity count amount price currency type status event events".split(" "),
  ..."tickettypepriceid saleschannelid page per_page order_by event_id performer_id".split(" "),
  ..."ticket_group_id seller_id buyer_id lightweight output environment datetime".split(" "),
]);
/** A value that is kept has one of these forms whatever its key says of it. */
const PLAIN_VALUE = /^[A-Za-z0-9_:.+/-]{1,80}$/;
/** As long a run of the letters and digits of a barcode is taken for one. */
const LIKE_A_BARCODE = /[0-9A-Za-z]{13,}/;
const PLAIN_NAME = /^[A-Za-z_][A-Za-z_.[\]-]{0,40}$/;

/** An escape, of which its form is kept, or one character. */
const CHARACTER = /\\u[0-9a-fA-F]{4}|\\[bfnrt]|%[0-9a-fA-F]{2}|[A-Za-z0-9]|[^\0-\x7f]/gu;

export function maskText(text: string): string {
  return text.replaceAll(CHARACTER, (found) => {
    if (found.startsWith("%")) return "%00";
    if (found.startsWith("\\")) return found.length > 2 ? "\\u0000" : found;
    return /[a-z]/.test(found) ? "x" : /[A-Z]/.test(found) ? "X" : /[0-9]/.test(found) ? "0" : "•";
  });
}

function isPlain(key: string, value: string, plainKeys: ReadonlySet<string>): boolean {
  return (
    (PLAIN_KEYS.has(key) || plainKeys.has(key)) &&
    PLAIN_VALUE.test(value) &&
    (plainKeys.has(key) || !LIKE_A_BARCODE.test(value))
  );
}

const NONE: ReadonlySet<string> = new Set();
/** A bracket, or what stands between the signs of JSON: a string, a number or a word. */
const JSON_TOKEN = /[{}\]]|"(?:[^"\\]|\\[\s\S])*"?|[^\s{}[\],:"]+/g;

/**
 * The text of JSON (or of what should have been) with its signs, spaces and names as they were.
 * `plainKeys` are kept beside the usual ones.
 */
export function maskJson(text: string, plainKeys = NONE): string {
  let key = "";
  return text.replaceAll(JSON_TOKEN, (part, at: number) => {
    if (/^[{}\]]$/.test(part)) {
      key = "";
      return part;
    }
    const content = part.replaceAll('"', "");
    const after = at + part.length;
    if (part.startsWith('"') && /^\s*:/.test(text.slice(after, after + 20))) {
      key = content;
      return PLAIN_NAME.test(content) ? part : maskText(part);
    }
    if (part === "true" || part === "false" || part === "null") return part;
    if (isPlain(key, content, plainKeys)) return part;
    // A number that begins with 0 would be none.
    return /^-?\d/.test(part) ? maskText(part).replaceAll("0", "1") : maskText(part);
  });
}

/** A query as it stands in an address, names and signs as they were. */
export function maskQuery(query: string): string {
  return query
    .split("&")
    .map((pair) => {
      const at = pair.indexOf("=");
      const name = at < 0 ? pair : pair.slice(0, at);
      const value = at < 0 ? "" : pair.slice(at + 1);
      const shownName = PLAIN_NAME.test(name) ? name : maskText(name);
      const shown = isPlain(name, value, NONE) ? value : maskText(value);
      return at < 0 ? shownName : `${shownName}=${shown}`;
    })
    .join("&");
}

/** A path: words and whole numbers, which are ids, are kept, and a partner's own id. */
export function maskPath(path: string, partner: string | null = null): string {
  return path
    .split("/")
    .map((part) =>
      part === partner || /^([a-z_-]{1,40}|v?\d{1,12})$/.test(part) ? part : maskText(part),
    )
    .join("/");
}

/** A sentence of ours, which may repeat a little of what was sent. */
export function maskMessage(text: string): string {
  return text.replaceAll(/\S*(@|%40|\d{5,}|[0-9A-Z]{12,})\S*/g, maskText);
}
