/** How the window misbehaves towards channels of the sandbox. Nothing real ever asks here. */
import { within } from "../core/deadline.ts";
import { REGISTRY_CALL_MS_MAX, SANDBOX_LOOKUP_MS_MAX } from "../core/limits.ts";
import { isSandbox, type Misbehaviour, MISBEHAVIOURS } from "../core/sandbox.ts";

export interface Sandbox {
  readonly channel: string;
  /** Null: it behaves. */
  readonly misbehaviour: Misbehaviour | null;
}

/** Null for whatever is not of the sandbox, and while the registry does not answer. */
export async function misbehaviourFor(
  registry: D1Database,
  channel: string,
): Promise<Misbehaviour | null> {
  if (!isSandbox(channel)) return null;
  const query = registry.prepare(`SELECT misbehaviour FROM sandboxes WHERE channel = ?`);
  const found = await within(
    SANDBOX_LOOKUP_MS_MAX,
    query.bind(channel).first<{ misbehaviour: string | null }>(),
  ).catch(() => null);
  return MISBEHAVIOURS.find((known) => known === found?.misbehaviour) ?? null;
}

export async function writeSandbox(
  registry: D1Database,
  { channel, misbehaviour }: Sandbox,
): Promise<void> {
  await within(
    REGISTRY_CALL_MS_MAX,
    registry
      .prepare(
        `INSERT INTO sandboxes (channel, misbehaviour) VALUES (?1, ?2)
         ON CONFLICT (channel) DO UPDATE SET misbehaviour = excluded.misbehaviour`,
      )
      .bind(channel, misbehaviour)
      .run(),
  );
}
