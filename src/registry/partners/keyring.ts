/**
 * A partner's credentials at rest: what it is found by, and its secret, sealed. A device has no
 * public half: it is found by a keyed hash of its secret, which nobody can turn back.
 */
import { toHex } from "../../core/bytes.ts";
import { hmacSign } from "../../core/hmac.ts";
import type { Partner, PartnerDoor } from "../../core/partners.ts";
import { seal, unseal } from "../../core/sealing.ts";

export interface StoredCredentials {
  readonly key: string;
  /** Sealed; null for a device, whose secret is kept nowhere. */
  readonly secret: string | null;
}

type Owner = Pick<Partner, "id" | "door" | "kind" | "publicKey">;

/** `keyring` is the secret KEYRING_KEY. */
export async function storeCredentials(
  keyring: string,
  owner: Owner,
  secret: string,
): Promise<StoredCredentials> {
  return owner.publicKey === null
    ? { key: await deviceKey(keyring, owner.door, secret), secret: null }
    : { key: owner.publicKey, secret: await seal(keyring, placeOf(owner.id), secret) };
}

export async function deviceKey(
  keyring: string,
  door: PartnerDoor,
  secret: string,
): Promise<string> {
  return toHex(await hmacSign(keyring, `partner device ${door} ${secret}`));
}

/** The secret of a partner with a key pair; null when KEYRING_KEY is not the one that sealed it. */
export function openSecret(keyring: string, partner: string, sealed: string) {
  return unseal(keyring, placeOf(partner), sealed);
}

function placeOf(partner: string): string {
  return `partner ${partner} secret`;
}
