// What a date itself knows of its event.
import { env } from "cloudflare:workers";
import { dateCode } from "../../src/core/ids.ts";

export async function readEventOf(dateId: string) {
  const state = await env.EVENT_DATE.getByName(await dateCode(dateId)).state([]);
  return state.ok ? state.value.event : null;
}
