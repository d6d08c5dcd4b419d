/**
 * Settings and secrets, checked where they are used. A missing or wrong one closes what needs it
 * with a clear reason in the log; it never leaves a door open, and never closes the other doors.
 */
import { isPublicKey, pemBodies } from "./core/ed25519.ts";
import { RETENTION_DAYS_MAX, SIGNATURE_KEYS_MAX } from "./core/limits.ts";
import { ok, refused, type Result } from "./core/result.ts";
import type { PasscultureKeys } from "./core/signature-keys.ts";

export type SettingProblem = {
  readonly reason: "setting";
  readonly setting: string;
  readonly problem: string;
};
export type Setting<Value> = Result<Value, SettingProblem>;

/** Secrets shorter than this are a mistake: a placeholder, or a truncated paste. */
const SECRET_CHARACTERS_MIN = 16;

/** A secret, or why it can't be used. */
export function secret(env: Env, setting: keyof Env): Setting<string> {
  const value = text(env, setting);
  if (value === "") return problem(setting, "is not set");
  if (value.length < SECRET_CHARACTERS_MIN) {
    return problem(setting, `is shorter than ${SECRET_CHARACTERS_MIN} characters`);
  }
  return ok(value);
}

/** Is a setting switched on ("true", "1", "yes" or "on")? */
export function isOn(env: Env, setting: keyof Env): boolean {
  return /^(true|1|yes|on)$/i.test(text(env, setting));
}

/** Days after the end of a date that its holders are forgotten. A setting that is no number is 30. */
export function holderRetentionDays(env: Env): number {
  const days = Number(text(env, "HOLDER_RETENTION_DAYS") || Number.NaN);
  return Number.isInteger(days) && days >= 0 && days <= RETENTION_DAYS_MAX ? days : 30;
}

/** The venue's own name, where a partner asks whose window this is. */
export function venueName(env: Env): string {
  return text(env, "VENUE_NAME") || "Guichet";
}

/** Secrets that no deployment needs, so that none is asked for one. */
type OptionalSecret = "PASSCULTURE_SANDBOX_HMAC_KEYS";

/** A setting's text; empty when a deployment lacks it, whatever the types promise. */
function text(env: Env, setting: keyof Env | OptionalSecret): string {
  const value: unknown = Reflect.get(env, setting);
  return typeof value === "string" ? value.trim() : "";
}

/** The texts of a list setting, one per line or comma. */
function listed(env: Env, setting: keyof Env | OptionalSecret): string[] {
  return text(env, setting)
    .split(/[\n,]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

const checkedKeys = new WeakMap<Env, Promise<Setting<PasscultureKeys>>>();

/** The keys of pass Culture's signatures: at least one, all usable. Checked once per isolate. */
export function passcultureKeys(env: Env): Promise<Setting<PasscultureKeys>> {
  const known = checkedKeys.get(env);
  if (known !== undefined) return known;
  const checked = checkPasscultureKeys(env);
  checkedKeys.set(env, checked);
  return checked;
}

async function checkPasscultureKeys(env: Env): Promise<Setting<PasscultureKeys>> {
  const hmac = listed(env, "PASSCULTURE_HMAC_KEYS");
  const pem = text(env, "PASSCULTURE_ED25519_KEYS");
  const ed25519 = pemBodies(pem);
  const requireEd25519 = isOn(env, "PASSCULTURE_REQUIRE_ED25519");
  if (hmac.length > SIGNATURE_KEYS_MAX) {
    return problem("PASSCULTURE_HMAC_KEYS", `holds more than ${SIGNATURE_KEYS_MAX} keys`);
  }
  if (pem !== "" && ed25519.length === 0) {
    return problem("PASSCULTURE_ED25519_KEYS", "holds no PEM block BEGIN PUBLIC KEY");
  }
  if (ed25519.length > SIGNATURE_KEYS_MAX) {
    return problem("PASSCULTURE_ED25519_KEYS", `holds more than ${SIGNATURE_KEYS_MAX} keys`);
  }
  if (!(await Promise.all(ed25519.map(isPublicKey))).every(Boolean)) {
    return problem("PASSCULTURE_ED25519_KEYS", "holds a key that is not Ed25519");
  }
  if (requireEd25519 && ed25519.length === 0) {
    return problem("PASSCULTURE_ED25519_KEYS", "is not set, but Ed25519 is required");
  }
  if (hmac.length + ed25519.length === 0) return problem("PASSCULTURE_HMAC_KEYS", "is not set");
  const sandbox = listed(env, "PASSCULTURE_SANDBOX_HMAC_KEYS").slice(0, SIGNATURE_KEYS_MAX);
  return ok({ hmac, ed25519, requireEd25519, sandbox });
}

function problem(setting: string, what: string): Setting<never> {
  return refused("setting", { setting, problem: what });
}
