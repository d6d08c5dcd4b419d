/**
 * The scheme has no time and no nonce (contracts/ticketevolution.md 1.4): a write that comes again
 * is known by the digest of the request. Within REPEAT_MS of the first it has no second effect; who
 * means a second identical order says so by any difference, such as another `reference`.
 */
import { sha256Hex } from "../../core/hmac.ts";
import { TICKETEVOLUTION_REPEAT_MS } from "../../core/limits.ts";
import type { Call } from "./call.ts";

export interface Occasions {
  /** Under which the request acts now. */
  readonly present: string;
  /** Under which the same request may have acted a moment ago. */
  readonly before: string;
  /** Milliseconds since 1970: what acted earlier was another occasion. */
  readonly since: number;
}

/** `part` tells apart the things that one request makes. */
export async function occasionsOf({ digest, now }: Call, part: string): Promise<Occasions> {
  const window = Math.floor(now / TICKETEVOLUTION_REPEAT_MS);
  return {
    present: await sha256Hex(`${digest} ${part} ${window}`),
    before: await sha256Hex(`${digest} ${part} ${window - 1}`),
    since: now - TICKETEVOLUTION_REPEAT_MS,
  };
}
