// The registry's wire over ten minutes: how it fails when, and what it has to say of the dates after.
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { REGISTRY_CALL_MS_MAX } from "../../../src/core/limits.ts";
import type { TestDate } from "../a-date.ts";
import type { RegistryFault } from "./faulty.ts";

/** Each lasts for half a minute, and begins anew. */
export const PHASES: readonly RegistryFault[] = ["up", "down", "lossy", "stalled", "overtaken"];
const PHASE_S = 30;
/** A little less than an object itself waits: its own timer can't be moved by another object's test. */
export const STALL_MS = REGISTRY_CALL_MS_MAX - 2_000;

export function phaseAt(second: number): RegistryFault {
  return PHASES[Math.floor(second / PHASE_S) % PHASES.length] ?? "up";
}

/** The registry says of every ticket what its date says, and each date agrees with itself. */
export async function expectRegistered(dates: readonly TestDate[]): Promise<Map<string, string>> {
  const states = new Map<string, string>();
  for (const { id, stub } of dates) {
    const tickets = await stub.tickets(0, 10_000);
    if (!tickets.ok) throw new Error(tickets.reason);
    const rows = tickets.value.map(({ serial, barcode, state, version }) => ({
      serial,
      barcode,
      state,
      version,
    }));
    expect(rows.map(({ serial }) => serial)).toEqual(rows.map((_, index) => index + 1));
    for (const { barcode, state } of rows) states.set(barcode, state);
    const registered = await env.REGISTRY.prepare(
      `SELECT serial, barcode, state, version FROM tickets WHERE date_id = ? ORDER BY serial`,
    )
      .bind(id)
      .all();
    expect(registered.results).toEqual(rows);
    expect(await stub.audit()).toMatchObject({ value: { ok: true, problems: [] } });
  }
  return states;
}
