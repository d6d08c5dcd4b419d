/**
 * Devices: the venue's scanners, each with the version of the token that is good. Looked up through
 * a cache of the isolate; while the registry is down a token that certifies itself goes on.
 */
import { within } from "../core/deadline.ts";
import type { DeviceGrant } from "../core/device-token.ts";
import {
  DEVICE_CACHE_ENTRIES_MAX,
  DEVICE_CACHE_MS,
  DEVICE_LOOKUP_MS_MAX,
  DEVICE_LOOKUP_PAUSE_MS,
  REGISTRY_CALL_MS_MAX,
} from "../core/limits.ts";
import { logProblem } from "../core/log.ts";

export interface Device {
  readonly id: string;
  readonly label: string;
  /** The only date that it may scan; null means all. */
  readonly date: string | null;
  /** Of its token: milliseconds since 1970 when that was made. It never goes back. */
  readonly version: number;
}

const COLUMNS = `id, label, date_id AS date, version`;

interface Known {
  /** The version that is good; null for a device that is gone. */
  readonly version: number | null;
  /** Versions only grow: of a later one than this nothing is known. */
  readonly knownUpTo: number;
  readonly readAt: number;
}

interface Lookups {
  readonly versions: Map<string, Known>;
  pausedUntil: number;
}
const lookups = new WeakMap<D1Database, Lookups>();

function lookupsOf(registry: D1Database): Lookups {
  const known = lookups.get(registry) ?? { versions: new Map(), pausedUntil: 0 };
  lookups.set(registry, known);
  return known;
}

/**
 * Is this the device's token of today? A new one is good everywhere at once, and a revoked one is
 * refused everywhere within `DEVICE_CACHE_MS`; while the registry is down, only where its
 * revocation was seen before.
 */
export async function isGranted(
  registry: D1Database,
  { device, version }: DeviceGrant,
  now: number,
): Promise<boolean> {
  const known = lookupsOf(registry);
  const cached = known.versions.get(device);
  const unknown = cached === undefined || version > cached.knownUpTo;
  const taken = unknown || cached.version === version;
  const fresh = !unknown && now - cached.readAt < DEVICE_CACHE_MS;
  if (fresh || now < known.pausedUntil) return taken;
  try {
    const row = await readDevice(registry, device, DEVICE_LOOKUP_MS_MAX);
    const good = row?.version ?? null;
    if (known.versions.size >= DEVICE_CACHE_ENTRIES_MAX) known.versions.clear();
    const knownUpTo = Math.max(good ?? 0, version);
    known.versions.set(device, { version: good, knownUpTo, readAt: now });
    return good === version;
  } catch (error) {
    known.pausedUntil = now + DEVICE_LOOKUP_PAUSE_MS;
    logProblem("a device's token was taken at its word: the registry did not answer", {
      device,
      error: String(error),
    });
    return taken;
  }
}

export async function readDevice(
  registry: D1Database,
  id: string,
  milliseconds = REGISTRY_CALL_MS_MAX,
): Promise<Device | null> {
  return within(
    milliseconds,
    registry.prepare(`SELECT ${COLUMNS} FROM devices WHERE id = ?`).bind(id).first<Device>(),
  );
}

/** Writes the device as it is wanted, and answers it as it is; its version is kept or grows. */
export async function writeDevice(
  registry: D1Database,
  device: Device,
  renew: boolean,
): Promise<Device> {
  const written = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `INSERT INTO devices (id, label, date_id, version) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET label = excluded.label, date_id = excluded.date_id,
           version = CASE WHEN ?5 = 1 OR devices.date_id IS NOT excluded.date_id
                          THEN max(devices.version + 1, excluded.version)
                          ELSE devices.version END
         RETURNING ${COLUMNS}`,
      )
      .bind(device.id, device.label, device.date, device.version, renew ? 1 : 0)
      .first<Device>(),
  );
  if (written === null) throw new Error("an upsert answers its row");
  lookupsOf(registry).versions.delete(device.id);
  return written;
}

export async function deleteDevice(registry: D1Database, id: string): Promise<void> {
  await within(
    REGISTRY_CALL_MS_MAX,
    registry.prepare(`DELETE FROM devices WHERE id = ?`).bind(id).run(),
  );
  lookupsOf(registry).versions.delete(id);
}

export async function listDevices(
  registry: D1Database,
  after: string,
  limit: number,
): Promise<Device[]> {
  const { results } = await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(`SELECT ${COLUMNS} FROM devices WHERE id > ? ORDER BY id LIMIT ?`)
      .bind(after, limit)
      .all<Device>(),
  );
  return results;
}
