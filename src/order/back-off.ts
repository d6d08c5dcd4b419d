/** When to try again what failed: later each time, and not all orders at once. */
import { PUBLISH_BACKOFF_MS_MAX, PUBLISH_BACKOFF_MS_MIN } from "../core/limits.ts";
import { logProblem } from "../core/log.ts";

export class BackOff {
  readonly #what: string;
  #failures = 0;
  #notBefore = 0;

  /** What is said in the log when it fails. */
  constructor(what: string) {
    this.#what = what;
  }

  /** The instant at which it is due, or the end of the rest after a failure. */
  due(at: number): number {
    return Math.max(at, this.#notBefore);
  }

  /** Does the work; a failure is noted, and its work is due again after a rest. */
  async attempt(order: string | undefined, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#failures = 0;
      this.#notBefore = 0;
    } catch (error) {
      const wait = Math.min(PUBLISH_BACKOFF_MS_MAX, PUBLISH_BACKOFF_MS_MIN * 2 ** this.#failures);
      this.#failures += 1;
      this.#notBefore = Date.now() + wait * (0.5 + Math.random() / 2);
      logProblem(this.#what, { order, failures: this.#failures, error: String(error) });
    }
  }
}
