/**
 * Is it they? The account in the path is the partner's id; its access key says which partner, and
 * either scheme proves it (contracts/ticketmatic.md 1.6). What failed is said: an access key is no
 * secret, and partners are held in memory, so no answer takes longer than another.
 */
import type { SignatureFault } from "../../core/calls.ts";
import { equalInConstantTime } from "../../core/hmac.ts";
import type { Partner } from "../../core/partners.ts";
import { type AppContext, note } from "../../web/request.ts";
import { type Caller, applicationOf } from "../caller.ts";
import { notNow, type Problem, problem } from "./answers.ts";
import { type Claim, isSigned, isTimely, readAuthorization } from "./signature.ts";
import { refusedSignature, unreadable } from "./refused-signature.ts";

export interface Admitted {
  readonly partner: Partner;
  /** What tells this request from a later one; null with Basic, which says nothing of a time. */
  readonly signedAs: string | null;
}

type Admission = Admitted | { readonly problem: Problem };

const LOCAL_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** `account` is what stands in the path, decoded; null for the list of accounts. */
export async function admit(c: AppContext, account: string | null): Promise<Admission> {
  const header = c.req.header("Authorization") ?? null;
  const claim = readAuthorization(header);
  if (claim === null) {
    c.set("refusedSignature", unreadable(header));
    return refusal("no Authorization header that can be read");
  }
  if (claim.scheme === "basic" && !isPrivate(c.req.url)) {
    return problem(403, "Authorization: Basic is accepted over TLS only");
  }
  const caller = await applicationOf(c.env, "ticketmatic", claim.key, c.var.arrivedAt);
  if (!caller.ok) return notNow(caller);
  const proven = await isProven(claim, account ?? "", caller.value);
  const { partner } = caller.value;
  const refuse = (fault: SignatureFault, what: string) => {
    const at = { account: account ?? "", now: c.var.arrivedAt };
    c.set("refusedSignature", refusedSignature(claim, fault, caller.value, at));
    return refusal(what);
  };
  if (partner === null) return refuse("unknown_key", "the access key is unknown");
  note(c, { partner: partner.id });
  if (claim.scheme === "signed" && !isTimely(claim, c.var.arrivedAt)) {
    return refuse("clock", "the time is more than 30 minutes from ours");
  }
  if (!proven) {
    return claim.scheme === "basic"
      ? refuse("wrong_secret", "the secret")
      : refuse("mismatch", "the signature");
  }
  if (account !== null && account !== partner.id) {
    return problem(403, "The access key is not one of this account");
  }
  return { partner, signedAs: claim.scheme === "basic" ? null : `${claim.key} ${claim.time}` };
}

async function isProven(claim: Claim, account: string, { secrets }: Caller): Promise<boolean> {
  if (claim.scheme === "signed") return isSigned(secrets, claim, account);
  const verdicts = await Promise.all(
    secrets.map((secret) => equalInConstantTime(secret, claim.secret)),
  );
  return verdicts.includes(true);
}

function isPrivate(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || LOCAL_HOSTS.has(hostname);
}

function refusal(what: string): { readonly problem: Problem } {
  return problem(401, `Authorization refused: ${what}`);
}
