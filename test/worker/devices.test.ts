// Devices' tokens and the registry: what is good, what is revoked, and for how long a cache is wrong.
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { DEVICE_CACHE_MS, DEVICE_LOOKUP_PAUSE_MS } from "../../src/core/limits.ts";
import { deleteDevice, isGranted, writeDevice } from "../../src/registry/devices.ts";

const NOW = 1_800_000_000_000;

/** The registry as one isolate sees it, with a cache of its own; it can be down. */
function anIsolate() {
  const link = { down: false, asked: 0 };
  const prepare = (query: string) => {
    link.asked += 1;
    if (link.down) throw new Error("the registry is down");
    return env.REGISTRY.prepare(query);
  };
  return Object.assign(link, { registry: { prepare } as unknown as D1Database });
}

function aDevice() {
  return { id: `scanner-${crypto.randomUUID().slice(0, 8)}`, label: "North", date: null };
}

async function write(device: ReturnType<typeof aDevice>, made: number, renew = false) {
  const { version } = await writeDevice(env.REGISTRY, { ...device, version: made }, renew);
  return { device: device.id, date: null, version };
}

describe("a device's token", () => {
  it("is kept when the device is put again, and replaced when renewed or for another date", async () => {
    const device = aDevice();
    const first = await write(device, NOW);
    expect(await write({ ...device, label: "South" }, NOW + 1)).toEqual(first);
    const renewed = await write(device, NOW, true);
    expect(renewed.version).toBeGreaterThan(first.version);
    const moved = { ...device, date: "cyrano", version: NOW };
    const { version } = await writeDevice(env.REGISTRY, moved, false);
    expect(version).toBeGreaterThan(renewed.version);
  });

  it("that is renewed is good everywhere at once; the old one is refused within a minute", async () => {
    const [device, elsewhere] = [aDevice(), anIsolate()];
    const old = await write(device, NOW);
    expect(await isGranted(elsewhere.registry, old, NOW)).toBe(true);
    const renewed = await write(device, NOW + 1, true);
    expect(await isGranted(env.REGISTRY, old, NOW + 1)).toBe(false);
    expect(await isGranted(elsewhere.registry, old, NOW + DEVICE_CACHE_MS - 1)).toBe(true);
    expect(await isGranted(elsewhere.registry, renewed, NOW + DEVICE_CACHE_MS - 1)).toBe(true);
    expect(await isGranted(elsewhere.registry, old, NOW + DEVICE_CACHE_MS)).toBe(false);
  });

  it("of a device that is gone is refused within a minute, and good when it is made anew", async () => {
    const [device, elsewhere] = [aDevice(), anIsolate()];
    const old = await write(device, NOW);
    expect(await isGranted(elsewhere.registry, old, NOW)).toBe(true);
    await deleteDevice(env.REGISTRY, device.id);
    expect(await isGranted(elsewhere.registry, old, NOW + DEVICE_CACHE_MS)).toBe(false);
    const anew = await write(device, NOW + 1);
    expect(await isGranted(elsewhere.registry, anew, NOW + DEVICE_CACHE_MS)).toBe(true);
    expect(await isGranted(elsewhere.registry, old, NOW + DEVICE_CACHE_MS)).toBe(false);
  });

  it("is looked up once a minute, also a revoked one", async () => {
    const [device, isolate] = [aDevice(), anIsolate()];
    const old = await write(device, NOW);
    await deleteDevice(env.REGISTRY, device.id);
    for (const after of [0, 1, DEVICE_CACHE_MS - 1]) {
      expect(await isGranted(isolate.registry, old, NOW + after)).toBe(false);
    }
    expect(isolate.asked).toBe(1);
  });
});

describe("while the registry is down", () => {
  it("a token is taken at its word, and the registry is left alone for a while", async () => {
    const [seen, unseen, isolate] = [aDevice(), aDevice(), anIsolate()];
    const [known, fresh] = [await write(seen, NOW), await write(unseen, NOW)];
    expect(await isGranted(isolate.registry, known, NOW)).toBe(true);
    isolate.down = true;
    const later = NOW + DEVICE_CACHE_MS;
    for (const after of [0, 1, DEVICE_LOOKUP_PAUSE_MS - 1]) {
      expect(await isGranted(isolate.registry, known, later + after)).toBe(true);
      expect(await isGranted(isolate.registry, fresh, later + after)).toBe(true);
    }
    expect(isolate.asked).toBe(2);
  });

  it("a revocation that was seen before still holds", async () => {
    const [device, isolate] = [aDevice(), anIsolate()];
    const old = await write(device, NOW);
    const renewed = await write(device, NOW + 1, true);
    expect(await isGranted(isolate.registry, renewed, NOW)).toBe(true);
    isolate.down = true;
    expect(await isGranted(isolate.registry, old, NOW + 10 * DEVICE_CACHE_MS)).toBe(false);
    expect(await isGranted(isolate.registry, renewed, NOW + 10 * DEVICE_CACHE_MS)).toBe(true);
  });
});
