/** The digest by which a repeated write is known again: who says what, by which method, where. */
import { toHex, utf8 } from "./bytes.ts";
import { sha256 } from "./hmac.ts";

export interface SignedRequest {
  readonly door: string;
  readonly partner: string;
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array;
}

/** SHA-256 in hex. No two different requests run into the same bytes: the head is JSON. */
export async function requestDigest(request: SignedRequest): Promise<string> {
  const { door, partner, method, path, body } = request;
  const head = utf8(`${JSON.stringify([door, partner, method, path])}\n`);
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return toHex(await sha256(whole));
}
