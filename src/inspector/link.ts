/** A request in an address's fragment, which no server gets to see: how a page opens another. */
import * as z from "zod";
import { decodeUtf8, fromBase64 } from "../core/bytes.ts";
import { SIGNATURE_SCHEMES } from "../core/calls.ts";
import { parseJson } from "../core/json.ts";
import {
  INSPECTOR_HEADERS_MAX,
  INSPECTOR_LINK_CHARACTERS_MAX,
  INSPECTOR_PASTE_CHARACTERS_MAX,
} from "../core/limits.ts";

const text = z.string().max(INSPECTOR_PASTE_CHARACTERS_MAX);

/** Made when it is asked for: by then the page has told zod what its policy forbids. */
const linked = () =>
  z.strictObject({
    scheme: z.enum(SIGNATURE_SCHEMES),
    method: z.string().max(20),
    url: text,
    headers: z.array(z.tuple([text, text])).max(INSPECTOR_HEADERS_MAX),
    body: text,
  });

export type Linked = z.output<ReturnType<typeof linked>>;

/** Null when there is none, or it is not what a page of ours writes. */
export function readLink(fragment: string): Linked | null {
  const base64url = fragment.replace(/^#/, "");
  if (base64url.length > INSPECTOR_LINK_CHARACTERS_MAX || !/^[\w-]+$/.test(base64url)) return null;
  const bytes = fromBase64(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  const json = bytes === null ? null : parseJson(decodeUtf8(bytes) ?? "");
  const read = linked().safeParse(json?.parsed);
  return read.success ? read.data : null;
}
