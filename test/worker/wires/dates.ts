// Dates whose own wire to the registry fails, and their alarms, which may hang in it.
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { TestDate } from "../a-date.ts";
import { faultyRegistry, type RegistryFault } from "./faulty.ts";
import { STALL_MS } from "./registry.ts";
import { Stalls, type Traffic } from "./traffic.ts";

export class WiredDates {
  readonly #dates: readonly (TestDate & { readonly stalls: Stalls })[];
  readonly #alarms = new Map<string, Promise<unknown>>();

  constructor(dates: readonly TestDate[]) {
    this.#dates = dates.map((date) => Object.assign(date, { stalls: new Stalls() }));
  }

  async cutIn(traffic: Traffic, fault: () => RegistryFault): Promise<void> {
    for (const { stub, stalls } of this.#dates) {
      const registry = faultyRegistry(env.REGISTRY, traffic, fault, stalls);
      await runInDurableObject(stub, (object) => {
        Object.defineProperty(object, "env", { value: { ...env, REGISTRY: registry } });
      });
    }
  }

  /** Fires what is due, and does not wait: an alarm may hang in the registry. */
  async fireAlarms(): Promise<void> {
    for (const { code, stub, stalls } of this.#dates) {
      if (this.#alarms.has(code)) {
        await runInDurableObject(stub, () => stalls.giveUp(STALL_MS));
        continue;
      }
      const due = await runInDurableObject(stub, (_, { storage }) => storage.getAlarm());
      if (due === null || due > Date.now()) continue;
      const alarm = runDurableObjectAlarm(stub).finally(() => this.#alarms.delete(code));
      this.#alarms.set(code, alarm);
    }
  }
}
