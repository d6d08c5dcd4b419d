/** What pages have in common: their headers, and a policy that lets their own style through. */
import { toBase64, utf8 } from "../core/bytes.ts";
import { sha256 } from "../core/hmac.ts";

/** Allows the page's one style or script element and no other, by the hash of exactly its text. */
export async function onlyThis(
  directive: "style-src" | "script-src",
  text: string,
): Promise<string> {
  return `${directive} 'sha256-${toBase64(await sha256(utf8(text)))}'`;
}

export function onlyThisStyle(style: string): Promise<string> {
  return onlyThis("style-src", style);
}

/** Headers of every page: nothing from elsewhere, no script unless the page says so, no referrer. */
export function pageHeaders(policy: string): Record<string, string> {
  return {
    "Content-Security-Policy":
      `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; ` + policy,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Strict-Transport-Security": "max-age=15552000",
  };
}
