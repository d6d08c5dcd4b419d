/** Moving the expiry of an open order, and of everything it holds. */
import { ORDER_MS_MAX } from "../core/limits.ts";
import { ok, refused } from "../core/result.ts";
import type { ExtendOutcome } from "./commands.ts";
import { extendAll, isOver } from "./confirm.ts";
import type { Desk } from "./desk.ts";
import { endOrder } from "./ending.ts";
import { heldLines, oldestHold } from "./lines.ts";
import { readOrder, setExpiry } from "./record.ts";
import { readState } from "./state.ts";

/**
 * The answer says which expiry it became: no later than its oldest hold can live. Half-way some
 * holds end later than the order: the order then releases them at its own expiry.
 */
export async function extend(
  desk: Desk,
  { deadline, expiresAt }: { readonly deadline: number; readonly expiresAt: number },
): Promise<ExtendOutcome> {
  const { status, endsAs } = readOrder(desk.sql);
  if ((endsAs ?? status) === "expired") return isOver(desk, deadline);
  if (status !== "open") return refused("wrong_status", { status: endsAs ?? status });
  const until = Math.min(expiresAt, (oldestHold(desk.sql) ?? Date.now()) + ORDER_MS_MAX);
  const extended = await extendAll(desk, heldLines(desk.sql), until, deadline);
  if (extended.ok) {
    return desk.write((sql, now) => {
      setExpiry(sql, until, now);
      return ok(readState(sql));
    });
  }
  if (extended.reason !== "lapsed") return extended;
  desk.write((sql, now) => endOrder(sql, "expired", now));
  return isOver(desk, deadline);
}
