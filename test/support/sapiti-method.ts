// What a method of Sapiti's client is to its tests: what it sends, as it writes it before its last
// slash, and what it makes of the answer.
import type { Expected } from "./sapiti-decoder.ts";
import type { HouseIds, Json, Method } from "./sapiti-words.ts";

/** What there must be before every method can be called for real; each write has an object of its own. */
export interface Stage {
  readonly house: HouseIds;
  readonly hall: HouseIds & { readonly order: string; readonly freeSeat: string };
  readonly venue: string;
  readonly contact: string;
  readonly device: string;
  readonly open: { readonly order: string; readonly product: string };
  readonly sold: { readonly order: string; readonly product: string; readonly code: string };
  readonly payment: string;
  readonly orderToConfirm: string;
  readonly orderToCancel: string;
  readonly orderToClear: string;
  readonly orderToEmpty: string;
  readonly productToRemove: string;
  readonly paymentToDelete: string;
}

/** Status and code of an answer that the client throws as its API exception. */
export type Refusal = `${number}/${number}`;
export const UNKNOWN: Refusal = "404/1501";
export const NOT_OFFERED: Refusal = "400/1000";

export function isRefusal(answer: Expected | Refusal): answer is Refusal {
  return typeof answer === "string" && answer.includes("/");
}

interface Sends {
  readonly ids?: (stage: Stage) => readonly string[];
  readonly body?: (stage: Stage) => Json;
}

export interface ClientMethod extends Sends {
  readonly name: string;
  readonly method: Method;
  /** With `{}` for each id. */
  readonly path: string;
  readonly answer: Expected | Refusal;
}

export function ask(
  name: string,
  line: `${Method} ${string}`,
  answer: Expected | Refusal,
  sends: Sends = {},
): ClientMethod {
  const [method = "", path = ""] = line.split(" ");
  return { name, method: method as Method, path, answer, ...sends };
}

/** The path with its ids in their places. */
export function filled(path: string, ids: readonly string[]): string {
  const rest = [...ids];
  return path.replaceAll("{}", () => rest.shift() ?? "");
}

export const page = (): Json => ({ entry_count: 5, entry_start: 0, size: 5, limit: 100 });
export const none = () => ["NOPE"];
