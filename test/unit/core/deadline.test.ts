// Every wait has an end: a call that hangs is given up in time, one that answers is not held up.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Budget, TimeIsUp, within } from "../../../src/core/deadline.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("gives up what hangs when its time is over, and not before", async () => {
  const outcome = within(30_000, new Promise<never>(() => {})).catch((error: unknown) => error);
  let isOver = false;
  void outcome.then(() => (isOver = true));
  await vi.advanceTimersByTimeAsync(29_999);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await outcome).toBeInstanceOf(TimeIsUp);
});

it("hands on an answer and a failure as they come, and leaves no timer behind", async () => {
  await expect(within(30_000, Promise.resolve("here"))).resolves.toBe("here");
  await expect(within(30_000, Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(vi.getTimerCount()).toBe(0);
});

it("gives up at once when the time was over before", async () => {
  const outcome = within(-1, new Promise<never>(() => {})).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(0);
  expect(await outcome).toBeInstanceOf(TimeIsUp);
});

it("a budget ends every wait of a request at the same time, whenever it began", async () => {
  const budget = new Budget(Date.now() + 6_000);
  const gone: string[] = [];
  const hang = (name: string) =>
    budget.within(new Promise<never>(() => {})).catch((error: unknown) => {
      if (error instanceof TimeIsUp) gone.push(name);
    });
  void hang("first");
  await vi.advanceTimersByTimeAsync(5_999);
  void hang("second");
  expect(gone).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(gone).toEqual(["first", "second"]);
  await hang("third");
  expect(gone).toHaveLength(3);
});

it("a budget hands on an answer and a failure, with one timer for all, and its end unheard is no fault", async () => {
  const budget = new Budget(Date.now() + 6_000);
  await expect(budget.within(Promise.resolve("here"))).resolves.toBe("here");
  await expect(budget.within(Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(6_000);
});
