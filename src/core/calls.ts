/**
 * Calls of partners as they are kept for a while: what came in and how it ended. Nothing here is a
 * secret, a whole barcode or somebody's own: see core/masking.ts.
 */

export const SIGNATURE_SCHEMES = [
  "passculture-hmac",
  "passculture-ed25519",
  "sapiti",
  "ticketmatic",
  "ticketevolution",
] as const;
export type SignatureScheme = (typeof SIGNATURE_SCHEMES)[number];

export const SIGNATURE_FAULTS = [
  "missing",
  "unreadable",
  "unknown_key",
  "mismatch",
  "clock",
  "wrong_secret",
] as const;
export type SignatureFault = (typeof SIGNATURE_FAULTS)[number];

/** A text whose signature would have counted. */
export interface SignedText {
  /** How it comes about; empty where there is one way only. */
  readonly rule: string;
  readonly text: Uint8Array<ArrayBuffer>;
}

/** Why a signature did not hold, as its door knows it. It holds secrets: it is never kept. */
export interface RefusedSignature {
  readonly scheme: SignatureScheme;
  readonly fault: SignatureFault;
  /** The partner that the caller says to be; null when nobody is known by its key. */
  readonly partner: string | null;
  /** The public half that was presented. */
  readonly key: string | null;
  readonly received: string | null;
  /** The usual one first. */
  readonly expected: readonly SignedText[];
  /** Under which it would have been right; none where the caller is unknown. */
  readonly secrets: readonly string[];
  readonly encoding: "hex" | "base64";
  /** How far the caller's clock is ahead of ours, where it is signed. */
  readonly aheadMs: number | null;
  /** What else the inspector needs of the request: never the signature. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** The same as it may be kept. */
export interface ShownSignature {
  readonly scheme: SignatureScheme;
  readonly fault: SignatureFault;
  /** The first characters, and how many there were. */
  readonly received: { readonly start: string; readonly length: number } | null;
  readonly expected: readonly {
    readonly rule: string;
    /** The string to sign, its personal parts masked. */
    readonly text: string;
    /** How the right signature begins; null where only the caller can make it. */
    readonly start: string | null;
  }[];
  readonly aheadMs: number | null;
}

/** The request as the inspector can be given it. */
export interface ShownRequest {
  readonly scheme: SignatureScheme;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Of a refused call alone. */
export interface CallDetail {
  /** What the caller was told, in the door's own words. */
  readonly said: string | null;
  /** The body, masked; null when there was none. */
  readonly body: string | null;
  readonly signature: ShownSignature | null;
  readonly request: ShownRequest | null;
}

export interface PartnerCall {
  /** Grows with the time of the call. */
  readonly id: string;
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly door: string;
  /** Null when it is unknown. One whose signature did not hold only says to be this. */
  readonly partner: string | null;
  readonly proven: boolean;
  /** The beginning of the public key of an unknown caller. */
  readonly key: string | null;
  readonly method: string;
  /** The pattern, not the path: a path may hold a barcode. */
  readonly route: string;
  readonly status: number;
  /** What came of it, in a word: `booked`, `sold_out`, `signature_mismatch`. */
  readonly reason: string | null;
  readonly ms: number;
  readonly detail: CallDetail | null;
}

/** Times sort as texts do: the same number of characters until the year 5138. */
export function callId(at: number, requestId: string): string {
  return `${String(at).padStart(14, "0")}-${requestId}`;
}
