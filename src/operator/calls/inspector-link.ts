/** Where a refused call opens in the inspector: in the fragment, which no server gets to see. */
import { toBase64, utf8 } from "../../core/bytes.ts";
import type { ShownRequest } from "../../core/calls.ts";

export function inspectorLink({ scheme, method, url, headers, body }: ShownRequest): string {
  const json = JSON.stringify({ scheme, method, url, headers, body });
  const base64url = toBase64(utf8(json)).replaceAll("+", "-").replaceAll("/", "_");
  return `/inspect#${base64url.replace(/=+$/, "")}`;
}
