// What pass Culture's servers put on the wire: a JSON text, signed, then serialised once more.
import { createHmac, sign, type KeyObject } from "node:crypto";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** pydantic v1 writes ", " and ": " and pure ASCII, v2 neither (contract 1.3). */
export type Style = "spaced" | "compact";

/** The real body is a JSON string; a plain object is what the documentation suggests (contract 1.2). */
export type Form = "string" | "plain";

export interface SigningKeys {
  readonly hmac: string | null;
  readonly ed25519: KeyObject | null;
}

export interface SignedCall {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function signedCall(
  payload: JsonObject,
  style: Style,
  form: Form,
  keys: SigningKeys,
): SignedCall {
  const inner = style === "spaced" ? spacedJson(payload) : JSON.stringify(payload);
  return {
    body: form === "string" ? asciiOnly(JSON.stringify(inner)) : inner,
    headers: { "Content-Type": "application/json", ...signatures(inner, keys) },
  };
}

function signatures(inner: string, keys: SigningKeys): Record<string, string> {
  const message = Buffer.from(inner, "utf8");
  const headers: Record<string, string> = {};
  if (keys.hmac !== null) {
    headers["PassCulture-Signature"] = createHmac("sha256", keys.hmac)
      .update(message)
      .digest("hex");
  }
  if (keys.ed25519 !== null) {
    headers["PassCulture-ed25519-Signature"] = sign(null, message, keys.ed25519).toString("hex");
  }
  return headers;
}

function spacedJson(value: Json): string {
  if (isList(value)) return `[${value.map(spacedJson).join(", ")}]`;
  if (value === null || typeof value !== "object") return asciiOnly(JSON.stringify(value));
  const members = Object.entries(value).map(
    ([key, member]) => `${spacedJson(key)}: ${spacedJson(member)}`,
  );
  return `{${members.join(", ")}}`;
}

// Array.isArray alone does not narrow a readonly list.
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** By UTF-16 unit, so that an emoji becomes a surrogate pair as in Python. */
function asciiOnly(json: string): string {
  return json.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
