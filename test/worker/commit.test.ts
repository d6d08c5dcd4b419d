// Group commit: what waits together is written together, and nobody pays for another's failure.
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Commits } from "../../src/date/commit.ts";
import { COMMANDS_PER_COMMIT_MAX } from "../../src/core/limits.ts";
import { aBarcode, aBooking, aDate, booked } from "./a-date.ts";
import { stopTheClock } from "./stopped-clock.ts";

/** A storage that only notes its transactions, and the commits on it. */
function noted() {
  const notes: string[] = [];
  const storage = {
    transactionSync: (work: () => unknown) => {
      notes.push("begin");
      try {
        const value = work();
        notes.push("end");
        return value;
      } catch (error) {
        notes.push("undo");
        throw error;
      }
    },
  } as unknown as DurableObjectStorage;
  const hooks = { undone: () => notes.push("forget"), committed: () => notes.push("committed") };
  const commits = new Commits(storage, {
    closing: () => void notes.push("close"),
    undone: () => void hooks.undone(),
    committed: () => void hooks.committed(),
  });
  const say = async (word: string) => {
    await commits.run(() => {
      notes.push(word);
      if (word === "bad") throw new Error(word);
      return word;
    });
    notes.push(`${word} answered`);
  };
  return { notes, commits, say };
}

describe("commands that arrive at once", () => {
  it("are one commit for all that wait, in their order, and answered in it", async () => {
    const { notes, say } = noted();
    stopTheClock();
    await Promise.all(["a", "b", "c", "d"].map(say));
    // Two in a millisecond are taken for the beginning of a crowd.
    const alone = (word: string) => ["begin", word, "close", "end", "committed"];
    expect(notes).toEqual([
      ...alone("a"),
      ...alone("b"),
      "a answered",
      "b answered",
      "begin",
      "c",
      "d",
      "close",
      "end",
      "committed",
      "c answered",
      "d answered",
    ]);
  });

  it("are answered when the transaction that holds them has ended, never sooner", async () => {
    const { notes, say } = noted();
    stopTheClock();
    await Promise.all(["a", "b", "c", "d"].map(say));
    const answers = notes.flatMap((note, at) => (note.endsWith("answered") ? [at] : []));
    for (const at of answers)
      expect(notes.slice(0, at).lastIndexOf("end")).toBeGreaterThan(
        notes.slice(0, at).lastIndexOf("begin"),
      );
  });

  it("are so many a commit at most", async () => {
    const { notes, commits } = noted();
    stopTheClock();
    const commands = Array.from({ length: COMMANDS_PER_COMMIT_MAX + 2 }, (_, i) => i);
    const answers = await Promise.all(commands.map((i) => commits.run(() => i)));
    expect(answers).toEqual(commands);
    expect(notes.filter((note) => note === "begin")).toHaveLength(3);
  });

  it("that fail harm no other: the rest is done apart, and memory is read again", async () => {
    const { notes, say } = noted();
    stopTheClock();
    const outcomes = await Promise.allSettled(["a", "b", "c", "bad", "d"].map(say));
    expect(outcomes.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    expect(notes.slice(notes.indexOf("undo"))).toEqual(
      ["undo", "forget", "begin", "c", "close", "end", "begin", "bad"].concat([
        "undo",
        "forget",
        "begin",
        "d",
        "close",
        "end",
        "committed",
        "c answered",
        "d answered",
      ]),
    );
  });

  it("of a date: one that looks sees all that was booked before it in the same commit", async () => {
    const date = await aDate();
    stopTheClock();
    const states = await runInDurableObject(date.stub, async (object) => {
      const change = { status: "on_sale" } as const;
      // The first two go alone, the others wait for each other.
      const bookings = Array.from({ length: 4 }, () => aBooking()).map(async (command) =>
        object.book(command),
      );
      const look = object.adjust(change, []);
      await Promise.all(bookings);
      return look;
    });
    expect(states).toMatchObject({ ok: true, value: { areas: [{ issued: 4 }] } });
  });

  it("of a date: one that can't be written leaves the others booked and the date sound", async () => {
    const date = await aDate();
    stopTheClock();
    const [bad, ...barcodes] = Array.from({ length: 6 }, aBarcode);
    await runInDurableObject(date.stub, async (object, { storage }) => {
      storage.sql.exec(
        `CREATE TRIGGER fail AFTER INSERT ON tickets WHEN NEW.barcode = '${bad}'
         BEGIN SELECT RAISE(FAIL, 'disk'); END`,
      );
      const outcomes = await Promise.allSettled(
        [...barcodes.slice(0, 3), bad ?? "", ...barcodes.slice(3)].map(async (barcode) =>
          object.book(aBooking({ barcodes: [barcode] })),
        ),
      );
      storage.sql.exec(`DROP TRIGGER fail`);
      const given = outcomes.map((outcome) =>
        outcome.status === "fulfilled" ? booked(outcome.value).tickets[0]?.serial : "failed",
      );
      expect(given).toEqual([1, 2, 3, "failed", 4, 5]);
    });
    expect(await date.stub.audit()).toMatchObject({ value: { ok: true, tickets: 5 } });
    expect((await date.state()).areas[0]?.issued).toBe(5);
  });
});

describe("a lone command", () => {
  it("does not wait for company: it is done before its call returns", async () => {
    const { notes, say } = noted();
    const answer = say("a");
    expect(notes).toEqual(["begin", "a", "close", "end", "committed"]);
    await answer;
  });

  it("that comes after a group was answered is done at once again", async () => {
    const { notes, say } = noted();
    stopTheClock();
    await Promise.all(["a", "b", "c"].map(say));
    // A turn of the event loop in which nobody came.
    await scheduler.wait(0);
    const answer = say("d");
    expect(notes.at(-1)).toBe("committed");
    await answer;
  });

  it("a millisecond after another sets no timer, and nor does the next", async () => {
    const { say } = noted();
    const clock = stopTheClock();
    const waits = vi.spyOn(scheduler, "wait");
    onTestFinished(() => waits.mockRestore());
    for (const word of ["a", "b", "c"]) {
      await say(word);
      clock.goOn(1);
    }
    expect(waits).not.toHaveBeenCalled();
  });

  it("of more works than one commit takes leaves none behind", async () => {
    const { commits } = noted();
    const works = Array.from({ length: COMMANDS_PER_COMMIT_MAX + 2 }, (_, i) => () => i);
    expect(await commits.runAll(works)).toHaveLength(works.length);
  });
});

describe("a command whose deadline passes while it waits for its group", () => {
  it("has no effect", async () => {
    const date = await aDate();
    const late = aBooking({ deadline: Date.now() - 1 });
    const outcomes = await runInDurableObject(date.stub, async (object) =>
      Promise.all([aBooking(), late, aBooking()].map(async (command) => object.book(command))),
    );
    expect(outcomes.map((outcome) => (outcome.ok ? "booked" : outcome.reason))).toEqual([
      "booked",
      "deadline_passed",
      "booked",
    ]);
  });
});
