// Orders whose wires fail, to their dates and to the registry, and their alarms, which may hang there.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Order } from "../../../src/order/order.ts";
import { type CallFault, faultyRegistry, overFaultyWires, type RegistryFault } from "./faulty.ts";
import { STALL_MS } from "./registry.ts";
import { Stalls, type Traffic } from "./traffic.ts";

interface WiredOrder {
  readonly name: string;
  readonly env: Env;
  readonly stalls: Stalls;
  due: number | null;
  /** Its alarm is running. */
  alarmed: boolean;
}

export class WiredOrders {
  readonly #orders = new Map<string, WiredOrder>();
  readonly #traffic: Traffic;
  readonly #fault: () => RegistryFault;

  constructor(traffic: Traffic, fault: () => RegistryFault) {
    this.#traffic = traffic;
    this.#fault = fault;
  }

  /** To be said before its first call. */
  async cutIn(number: number, pick: () => CallFault): Promise<void> {
    const name = String(number);
    const stalls = new Stalls();
    const cut = {
      ...env,
      EVENT_DATE: overFaultyWires(env.EVENT_DATE, this.#traffic, pick),
      REGISTRY: faultyRegistry(env.REGISTRY, this.#traffic, this.#fault, stalls),
    };
    this.#orders.set(name, { name, env: cut, stalls, due: null, alarmed: false });
    await this.#lookAfter(name);
  }

  /** Fires what is due, and waits for all but what hangs in the registry. */
  async fireAlarms(): Promise<void> {
    const called = [...this.#traffic.called];
    this.#traffic.called.clear();
    await Promise.all(called.map((name) => this.#lookAfter(name)));
    await Promise.all([...this.#orders.values()].map((order) => this.#fire(order)));
  }

  /** What it was last told may have set its alarm; and an order that slept has forgotten its wires. */
  async #lookAfter(name: string): Promise<void> {
    const order = this.#orders.get(name);
    if (order !== undefined) await this.#inside(order, async () => null);
  }

  async #fire(order: WiredOrder): Promise<void> {
    const stub = env.ORDER.getByName(order.name);
    if (order.stalls.areOver(STALL_MS)) {
      await runInDurableObject(stub, () => order.stalls.giveUp(STALL_MS));
    } else if (!order.alarmed && order.due !== null && order.due <= Date.now()) {
      void this.#run(order);
    }
    while (order.alarmed && !order.stalls.any) await scheduler.wait(1);
  }

  /** As the platform does: an alarm that goes off is no longer set. */
  async #run(order: WiredOrder): Promise<void> {
    order.alarmed = true;
    await this.#inside(order, async (object, { storage }) => {
      await storage.deleteAlarm();
      await object.alarm();
    });
    order.alarmed = false;
  }

  async #inside(
    order: WiredOrder,
    work: (object: Order, state: DurableObjectState) => Promise<unknown>,
  ): Promise<void> {
    order.due = await runInDurableObject(env.ORDER.getByName(order.name), async (object, state) => {
      Object.defineProperty(object, "env", { value: order.env, configurable: true });
      await work(object, state);
      return state.storage.getAlarm();
    });
  }
}
