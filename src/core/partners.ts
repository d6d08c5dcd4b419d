/**
 * Partners: each is one set of credentials for a door, and sells under a channel of its own, which
 * is its id. What a door may know of one, and what one may do.
 */

import { isSandbox } from "./sandbox.ts";

export const PARTNER_DOORS = ["sapiti", "ticketmatic", "ticketevolution"] as const;
export type PartnerDoor = (typeof PARTNER_DOORS)[number];

/** An application signs with a key pair; a device says a secret of its own and signs nothing. */
export const PARTNER_KINDS = ["application", "device"] as const;
export type PartnerKind = (typeof PARTNER_KINDS)[number];

/** What a partner can be kept from. */
export const PERMISSIONS = ["agenda", "sell", "scan", "print", "manage"] as const;
export type Permission = (typeof PERMISSIONS)[number];

export interface Partner {
  /** Also the channel under which it sells. */
  readonly id: string;
  readonly door: PartnerDoor;
  readonly kind: PartnerKind;
  /** For doors that know only integers. */
  readonly number: number;
  readonly label: string;
  /** By what it says who it is; null for a device, whose secret says it. */
  readonly publicKey: string | null;
  /** The only events that it may see and sell; null means all. */
  readonly events: readonly string[] | null;
  /** What it may not do, of what its door lets its kind do. */
  readonly lacks: readonly Permission[];
}

/** Who sees all events sees those of the sandbox no more than who names others. */
export function maySee(partner: Pick<Partner, "events">, event: string): boolean {
  return partner.events === null ? !isSandbox(event) : partner.events.includes(event);
}

export function may(partner: Pick<Partner, "lacks">, permission: Permission): boolean {
  return !partner.lacks.includes(permission);
}
