// What is under way on the wires, what hangs there, and what arrives later than anybody waits for it.

/** How many calls are really under way: simulated time stands still until there are none. */
export class Traffic {
  busy = 0;
  /** What went wrong so far, to show that the test did what it says. */
  readonly seen = new Map<string, number>();
  /** The objects that were called, by name, until somebody has looked after them. */
  readonly called = new Set<string>();
  #late: { readonly at: number; readonly send: () => Promise<unknown> }[] = [];

  async carry<Value>(call: () => Promise<Value>): Promise<Value> {
    this.busy += 1;
    try {
      return await call();
    } finally {
      this.busy -= 1;
    }
  }

  note(fault: string): void {
    this.seen.set(fault, (this.seen.get(fault) ?? 0) + 1);
  }

  /** Between two calls there is cryptography, which nobody counts: a few idle turns are waited for. */
  async quiet(): Promise<void> {
    for (let idle = 0; idle < IDLE_TURNS; idle = this.busy > 0 ? 0 : idle + 1) {
      await scheduler.wait(1);
    }
  }

  /** Its caller believes it lost, and others overtake it. */
  delay(milliseconds: number, send: () => Promise<unknown>): void {
    this.#late.push({ at: Date.now() + milliseconds, send });
  }

  /** Lets arrive what is due. Nobody hears the answers. */
  async deliver(): Promise<void> {
    const due = this.#late.filter(({ at }) => at <= Date.now());
    this.#late = this.#late.filter(({ at }) => at > Date.now());
    await Promise.allSettled(due.map(({ send }) => send()));
  }
}

const IDLE_TURNS = 3;

/** Calls of one object that hang. They can be ended only from within that object. */
export class Stalls {
  #hanging: { readonly since: number; readonly fail: (error: Error) => void }[] = [];

  get any(): boolean {
    return this.#hanging.length > 0;
  }

  hang(): Promise<never> {
    return new Promise((_, fail) => this.#hanging.push({ since: Date.now(), fail }));
  }

  /** Does any hang for so long? */
  areOver(milliseconds: number): boolean {
    return this.#hanging.some(({ since }) => Date.now() - since >= milliseconds);
  }

  /** Ends those that hang for so long, as a time limit would. */
  giveUp(milliseconds: number): void {
    const isOver = ({ since }: { readonly since: number }) => Date.now() - since >= milliseconds;
    for (const { fail } of this.#hanging.filter(isOver)) fail(new Error("no answer in time"));
    this.#hanging = this.#hanging.filter((call) => !isOver(call));
  }
}
