// A folder in memory for what tests write. It is worth nothing after them; and a process that is killed
// leaves the same behind in memory as on a disk, of which it only waits longer for every transaction.
import { accessSync, constants, statfsSync } from "node:fs";

/** Where Linux has one. */
const SHARED_MEMORY = "/dev/shm";
/** A container may have less; a run writes a few hundred megabytes. */
const FREE_BYTES_MIN = 2 * 1024 ** 3;

/** Null where there is none with room enough. */
export function memoryFolder(): string | null {
  try {
    accessSync(SHARED_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(SHARED_MEMORY);
    return bavail * bsize >= FREE_BYTES_MIN ? SHARED_MEMORY : null;
  } catch {
    return null;
  }
}
