/** Why a caller is refused: what was received, and what would have counted. */
import { toHex, utf8 } from "../../core/bytes.ts";
import type { RefusedSignature, SignatureFault } from "../../core/calls.ts";
import type { Caller } from "../caller.ts";
import { type Claim, textToSign } from "./signature.ts";

const NOTHING_KNOWN = {
  scheme: "ticketmatic",
  partner: null,
  key: null,
  received: null,
  expected: [],
  secrets: [],
  encoding: "hex",
  aheadMs: null,
  headers: [],
} as const;

/** Of a header that has neither form nothing is kept: there is no telling what is secret in it. */
export function unreadable(header: string | null): RefusedSignature {
  return { ...NOTHING_KNOWN, fault: header === null ? "missing" : "unreadable" };
}

export function refusedSignature(
  claim: Claim,
  fault: SignatureFault,
  { partner, secrets }: Caller,
  { account, now }: { readonly account: string; readonly now: number },
): RefusedSignature {
  const caller = { ...NOTHING_KNOWN, fault, partner: partner?.id ?? null, key: claim.key };
  if (claim.scheme === "basic" || partner === null) return caller;
  const { key, time } = claim;
  return {
    ...caller,
    received: toHex(claim.mac),
    expected: [{ rule: "", text: utf8(textToSign(key, account, time)) }],
    secrets,
    aheadMs: claim.at - now,
    headers: [["Authorization", `TM-HMAC-SHA256 key="${key}" ts="${time}"`]],
  };
}
