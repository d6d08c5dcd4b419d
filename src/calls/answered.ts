/** A call of a partner, as its door leaves it when it is answered. */
import type { RefusedSignature } from "../core/calls.ts";

export interface AnsweredCall {
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly ms: number;
  readonly door: string;
  /** The partner whose signature held; null without one. */
  readonly partner: string | null;
  readonly method: string;
  readonly url: string;
  readonly route: string;
  readonly outcome: string | null;
  readonly response: Response;
  /** The body as it came, as far as its door has read it. */
  readonly sent: Uint8Array | undefined;
  readonly signature: RefusedSignature | undefined;
}
