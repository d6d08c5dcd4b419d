/**
 * A scanner's token certifies itself: it says which device it is for, what it may scan and which
 * version it is, under a MAC. So it can be believed while the registry, which knows the versions
 * that are revoked, is down.
 */
import { fromHex, toHex, utf8 } from "./bytes.ts";
import { hmacSign, verifyHmac } from "./hmac.ts";
import { ID_PATTERN } from "./ids.ts";

export interface DeviceGrant {
  readonly device: string;
  /** The only date that it may scan; null means all. */
  readonly date: string | null;
  readonly version: number;
}

const PREFIX = "guichet-device";
const ALL_DATES = "*";

/** Of its own kind: barcodes are checked under the same key. */
function signed({ device, date, version }: DeviceGrant): string {
  return `device-token ${device} ${date ?? ALL_DATES} ${version}`;
}

export async function mintDeviceToken(key: string, grant: DeviceGrant): Promise<string> {
  const mac = toHex(await hmacSign(key, signed(grant)));
  return [PREFIX, grant.device, grant.date ?? ALL_DATES, grant.version, mac].join(".");
}

/** Does it say of itself that it is a device's? */
export function isDeviceToken(text: string): boolean {
  return text.startsWith(`${PREFIX}.`);
}

/** What the token grants, or null when it is not one that we made. */
export async function readDeviceToken(key: string, text: string): Promise<DeviceGrant | null> {
  const [prefix, device = "", scope = "", version = "", hex = "", ...rest] = text.split(".");
  const mac = fromHex(hex);
  const date = scope === ALL_DATES ? null : scope;
  const formed =
    prefix === PREFIX &&
    rest.length === 0 &&
    /^\d{1,15}$/.test(version) &&
    [device, date ?? device].every((id) => ID_PATTERN.test(id));
  if (!formed || mac === null) return null;
  const grant = { device, date, version: Number(version) };
  return (await verifyHmac([key], mac, [utf8(signed(grant))])) ? grant : null;
}
