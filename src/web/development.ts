/**
 * In development, and only there, a refused caller is told which string it should have signed. That
 * takes a setting that `npm start` alone gives, and an address of this machine: a deployment that was
 * given the setting by mistake still says nothing.
 */
import { decodeUtf8 } from "../core/bytes.ts";
import type { RefusedSignature } from "../core/calls.ts";
import { EXPECTED_HEADER_CHARACTERS_MAX } from "../core/limits.ts";

export const EXPECTED_HEADER = "X-Guichet-Expected";
const SETTING = "DEVELOPMENT_HINTS";
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The string to sign as a JSON string in ASCII; null where it must not or can't be said. */
export function expectedHint(env: Env, url: string, { expected }: RefusedSignature): string | null {
  // No deployment has this setting, so it is none of the settings that the types know.
  if (Reflect.get(env, SETTING) !== "true" || !LOOPBACK.has(new URL(url).hostname)) return null;
  const [usual] = expected;
  const text = usual === undefined ? null : decodeUtf8(usual.text);
  if (text === null) return null;
  const escaped = JSON.stringify(text).replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return escaped.length > EXPECTED_HEADER_CHARACTERS_MAX ? null : escaped;
}
