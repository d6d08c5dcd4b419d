// An answer of the sandbox that is to be late keeps its caller waiting for as long as announced.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SANDBOX_LATE_MS } from "../../src/core/limits.ts";
import { misbehave } from "../../src/web/misbehave.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it("an answer that is to be late comes after nine seconds, and not before", async () => {
  const answer = new Response("sold");
  const arrived = vi.fn();
  const late = misbehave("late", answer).then(arrived);
  await vi.advanceTimersByTimeAsync(SANDBOX_LATE_MS - 1);
  expect(arrived).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await late;
  expect(arrived).toHaveBeenCalledExactlyOnceWith(answer);
  expect(SANDBOX_LATE_MS).toBe(9_000);
});

it.each(["sold_out", "one_less", "error"] as const)("is not touched by %s", async (kind) => {
  const answer = new Response("sold");
  expect(await misbehave(kind, answer)).toBe(answer);
});
