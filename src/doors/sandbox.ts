/**
 * What a caller of the sandbox has coming at the door. A real channel passes without a look-up: its
 * name says that it is none of the sandbox's.
 */
import { isSandbox } from "../core/sandbox.ts";
import { misbehaviourFor } from "../registry/sandboxes.ts";
import type { AppContext } from "../web/request.ts";

/** Thrown before anything is done; each door says 500 in its own words. */
export class PlayedError extends Error {
  override readonly name = "PlayedError";
}

/** To be asked when the caller is known, before anything is done for it. */
export async function enterSandbox(c: AppContext, channel: string): Promise<void> {
  if (!isSandbox(channel)) return;
  const misbehaviour = await misbehaviourFor(c.env.REGISTRY, channel);
  if (misbehaviour === "error") throw new PlayedError("the sandbox was told to fail");
  if (misbehaviour !== null) c.set("misbehaviour", misbehaviour);
}
