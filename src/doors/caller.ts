/**
 * Which partner calls? What every door with partners asks before it verifies: the partner behind a
 * key, and the secrets with which its signature may be made.
 */
import type { Partner, PartnerDoor, PartnerKind } from "../core/partners.ts";
import type { Unavailable } from "../core/remote.ts";
import { ok, refused, type Result } from "../core/result.ts";
import { secret, type SettingProblem } from "../env.ts";
import { findPartner } from "../registry/partners/roster.ts";
import { deviceKey } from "../registry/partners/keyring.ts";

export interface Caller {
  /** Null when there is none, or it is revoked: refuse it as a wrong signature. */
  readonly partner: Partner | null;
  /** To verify with, whoever it is: an unknown caller takes as long as a known one. */
  readonly secrets: readonly string[];
}

export type CallerOutcome = Result<Caller, SettingProblem | Unavailable>;

/** Nobody knows it, so nothing is signed with it. Random values can't be made before a request. */
let decoy: string | null = null;

/** The application with this public key, access key or token. Its signature is still to be verified. */
export function applicationOf(
  env: Env,
  door: PartnerDoor,
  publicKey: string,
  now: number,
): Promise<CallerOutcome> {
  return callerOf(env, { door, kind: "application", now }, () => publicKey);
}

/** The device with this secret, which is thereby proven. */
export function deviceOf(
  env: Env,
  door: PartnerDoor,
  deviceSecret: string,
  now: number,
): Promise<CallerOutcome> {
  return callerOf(env, { door, kind: "device", now }, (keyring) =>
    deviceKey(keyring, door, deviceSecret),
  );
}

async function callerOf(
  env: Env,
  { door, kind, now }: { door: PartnerDoor; kind: PartnerKind; now: number },
  keyOf: (keyring: string) => string | Promise<string>,
): Promise<CallerOutcome> {
  const keyring = secret(env, "KEYRING_KEY");
  if (!keyring.ok) return keyring;
  try {
    const key = await keyOf(keyring.value);
    const found = await findPartner(env.REGISTRY, keyring.value, { door, kind, key }, now);
    if (found !== null) return ok(found);
  } catch (error) {
    return refused("unavailable", { cause: "failed", detail: String(error) });
  }
  decoy ??= crypto.randomUUID();
  return ok({ partner: null, secrets: [decoy] });
}
