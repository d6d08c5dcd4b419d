/** Why a caller is refused: what was received, and what would have counted. */
import type { RefusedSignature } from "../../core/calls.ts";
import type { Caller } from "../caller.ts";
import type { Candidate } from "./signature.ts";

export function refusedSignature(
  headers: Headers,
  expected: readonly Candidate[],
  { partner, secrets }: Caller,
): RefusedSignature {
  const key = headers.get("X-Token");
  const received = headers.get("X-Signature");
  const known = partner !== null;
  return {
    scheme: "ticketevolution",
    fault: !known ? "unknown_key" : received === null ? "missing" : "mismatch",
    partner: partner?.id ?? null,
    key,
    received,
    expected: known ? expected : [],
    secrets: known ? secrets : [],
    encoding: "base64",
    aheadMs: null,
    headers: [
      ["Host", headers.get("Host") ?? ""],
      ...(known ? [["X-Token", key ?? ""] as const] : []),
    ],
  };
}
