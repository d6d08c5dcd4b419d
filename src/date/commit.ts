/**
 * Group commit: commands that wait together share one write to disk, which costs more than all that
 * they do. A lone command never waits. Two in one millisecond are the beginning of a crowd:
 * those that arrive after them run together at the next turn of the event loop, in the order in which they came.
 * Answers leave when everything is durable: the platform's output gate holds them back until then.
 */
import { COMMANDS_PER_COMMIT_MAX } from "../core/limits.ts";
import { type Synchronous, transact } from "../core/sql.ts";

interface Waiting {
  readonly work: () => unknown;
  readonly answer: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
}

export interface Hooks {
  /** Inside each transaction, at its end: writes what all that ran in it share. */
  readonly closing: () => void;
  /** A transaction was undone: what is kept in memory of the tables may be wrong. */
  readonly undone: () => void;
  /** After each commit, once for all that ran in it. */
  readonly committed: () => void;
}

export class Commits {
  readonly #storage: DurableObjectStorage;
  readonly #hooks: Hooks;
  readonly #waiting: Waiting[] = [];
  #gathering = false;
  /** Of the last group; milliseconds since 1970. */
  #committedAt = 0;

  constructor(storage: DurableObjectStorage, hooks: Hooks) {
    this.#storage = storage;
    this.#hooks = hooks;
  }

  /** All of the work or, when it throws, none of it: now when nobody waits, else with the next group. */
  run<Value>(work: () => Synchronous<Value>): Promise<Value> {
    const outcome = this.#join(work);
    this.#begin();
    return outcome;
  }

  /** Each for itself, all in one group: now when nobody waits, else with the next. */
  runAll<Value>(
    works: readonly (() => Synchronous<Value>)[],
  ): Promise<PromiseSettledResult<Value>[]> {
    if (works.length === 0) return Promise.resolve([]);
    // Not a promise for each, which a crowd would pay for.
    return new Promise((resolve) => {
      const settled: PromiseSettledResult<Value>[] = [];
      let left = works.length;
      const settle = (index: number, result: PromiseSettledResult<Value>) => {
        if (settled[index] !== undefined) return;
        settled[index] = result;
        left -= 1;
        if (left === 0) resolve(settled);
      };
      works.forEach((work, index) => {
        this.#waiting.push({
          work,
          answer: (value) => settle(index, { status: "fulfilled", value: value as Value }),
          fail: (reason) => settle(index, { status: "rejected", reason }),
        });
      });
      this.#begin();
    });
  }

  #join<Value>(work: () => Synchronous<Value>): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      const answer = (value: unknown) => resolve(value as Value);
      this.#waiting.push({ work, answer, fail: reject });
    });
  }

  #begin(): void {
    if (this.#gathering) return;
    const isCrowded = Date.now() === this.#committedAt;
    this.#commitGroup();
    if (!isCrowded && this.#waiting.length === 0) return;
    this.#gathering = true;
    void this.#gather();
  }

  /** All of the work or none of it, at once and alone: before those that wait. */
  alone<Value>(work: () => Synchronous<Value>): Value {
    try {
      return transact<Value>(this.#storage, () => {
        const value = work();
        this.#hooks.closing();
        return value;
      });
    } catch (error) {
      this.#hooks.undone();
      throw error;
    }
  }

  /** One turn lets in every call that has arrived by now, and takes no time when none has. */
  async #gather(): Promise<void> {
    for (;;) {
      await scheduler.wait(0);
      if (this.#waiting.length === 0) break;
      this.#commitGroup();
    }
    this.#gathering = false;
  }

  #commitGroup(): void {
    this.#committedAt = Date.now();
    const group = this.#waiting.splice(0, COMMANDS_PER_COMMIT_MAX);
    const settled = this.#together(group) ?? group.map((waiting) => this.#apart(waiting));
    try {
      this.#hooks.committed();
      for (const settle of settled) settle();
    } catch (error) {
      for (const { fail } of group) fail(error);
    }
  }

  /** All of a group in one savepoint; null, and nothing done, when one of them throws. */
  #together(group: readonly Waiting[]): (() => void)[] | null {
    if (group.length === 1) return null;
    try {
      return this.alone(() =>
        group.map(({ work, answer }) => {
          const value = work();
          return () => answer(value);
        }),
      );
    } catch {
      return null;
    }
  }

  /** In a savepoint of its own, so that one that throws harms no other; still one write to disk. */
  #apart({ work, answer, fail }: Waiting): () => void {
    try {
      const value = this.alone(work);
      return () => answer(value);
    } catch (error) {
      return () => fail(error);
    }
  }
}
