// What is said to happen within a time happens at once: time passes only when it is told to.
import { onTestFinished, vi } from "vitest";

export function stopTheClock() {
  let now = Date.now();
  const clock = vi.spyOn(Date, "now").mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  return { goOn: (ms: number) => void (now += ms) };
}
