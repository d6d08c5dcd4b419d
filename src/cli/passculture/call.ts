// Sends one signed call as pass Culture would, gives up when it would, and measures the answer.
import { performance } from "node:perf_hooks";
import type { SignedCall } from "./wire.ts";

/** EXTERNAL_BOOKINGS_TIMEOUT_IN_SECONDS at the real caller (contract 1.5). */
const TIMEOUT_MS = 8_000;

export type Outcome =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly statusText: string;
      readonly text: string;
      readonly milliseconds: number;
    }
  | { readonly kind: "silence"; readonly reason: string; readonly milliseconds: number };

export async function send(url: string, call: SignedCall): Promise<Outcome> {
  const start = performance.now();
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: call.headers,
      body: call.body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    const { status, statusText } = response;
    return { kind: "answer", status, statusText, text, milliseconds: performance.now() - start };
  } catch (error) {
    return { kind: "silence", reason: reasonOf(error), milliseconds: performance.now() - start };
  }
}

export function succeeded(outcome: Outcome): boolean {
  return outcome.kind === "answer" && outcome.status >= 200 && outcome.status < 300;
}

// fetch says "fetch failed" and keeps what happened in the cause.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") {
    return `no answer within ${TIMEOUT_MS / 1_000} seconds: pass Culture gives up here too`;
  }
  const cause: unknown = error.cause;
  if (!(cause instanceof Error)) return error.message;
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return cause.message === "" ? code : cause.message;
}
