/**
 * One at a time: while an order waits for a date other calls would come in between, so each command
 * and each run of the alarm has its turn. What waits is bounded by the deadlines of its callers.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #open = 0;

  /** Does somebody have a turn, or wait for one? */
  get busy(): boolean {
    return this.#open > 0;
  }

  async take<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#open += 1;
    const turn = this.#last.then(work);
    // A turn that fails is over all the same.
    this.#last = turn.catch(() => null);
    try {
      return await turn;
    } finally {
      this.#open -= 1;
    }
  }
}
