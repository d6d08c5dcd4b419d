// The load generator has a core of its own, where the machine has two and `taskset` to say so.
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

const canPin = availableParallelism() > 1 && spawnSync("taskset", ["-V"]).status === 0;

export function onServerCore(command: readonly string[]): readonly string[] {
  return canPin ? ["taskset", "-c", "0", ...command] : command;
}

export function onLoadCore(command: readonly string[]): readonly string[] {
  return canPin ? ["taskset", "-c", "1", ...command] : command;
}

export const pinning = canPin
  ? "servers on one core, the load generator on another"
  : "not pinned to cores";
