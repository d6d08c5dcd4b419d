// Bookings of one isolate that share a call to their date: who travels with whom, and what becomes
// of the others when a call fails, or when one of them has given up or its caller has hung up.
import { expect, it, onTestFinished, vi } from "vitest";
import { Budget } from "../../src/core/deadline.ts";
import {
  BOOKINGS_CALLS_LED_MAX,
  BOOKINGS_CROWDED_MS,
  BOOKINGS_HEARD_MS_MAX,
  BOOKINGS_TURNS,
} from "../../src/core/limits.ts";
import { refused } from "../../src/core/result.ts";
import { bookTogether } from "../../src/date/client/together.ts";
import type { Attempt, BookCommand } from "../../src/date/commands.ts";
import { aBooking } from "./a-date.ts";
import { stopTheClock } from "./stopped-clock.ts";

type Together = Parameters<typeof bookTogether>[0];

/** A date that decides when it is told to, and says whom it was asked for in which call. */
function aSlowDate() {
  const calls: string[][] = [];
  const decide: ((failure?: Error) => void)[] = [];
  const asked = <Answer>(commands: readonly BookCommand[], answer: () => Answer) => {
    calls.push(commands.map(({ request }) => request));
    for (const command of commands) barcodes.set(command.request, command.barcodes[0]);
    return new Promise<Answer>((resolve, reject) => {
      decide.push((failure) => (failure === undefined ? resolve(answer()) : reject(failure)));
    });
  };
  const decided = ({ request }: BookCommand) =>
    refused("not_enough", { remaining: request.length });
  const takenBack: Attempt[] = [];
  /** What each brought, by its request. */
  const barcodes = new Map<string, string | undefined>();
  const stub = {
    withdrawAll: (bookings: readonly Attempt[]) => {
      takenBack.push(...bookings);
      return Promise.resolve({ ok: true, value: bookings.length });
    },
    book: (command: BookCommand) => asked([command], () => decided(command)),
    bookAll: (commands: readonly BookCommand[]) => asked(commands, () => commands.map(decided)),
  };
  const env = { JURISDICTION: "", EVENT_DATE: { getByName: () => stub } } as unknown as Together;
  /** Decides the next call that has been made. */
  const next = async (failure?: Error) => {
    await settled();
    decide.shift()?.(failure);
    await settled();
  };
  const promised: Promise<unknown>[] = [];
  const waitUntil = (work: Promise<unknown>) => void promised.push(work);
  const ask = (request: string, deadline = Date.now() + 60_000, budget = new Budget(deadline)) =>
    bookTogether(env, "DATE", aBooking({ request, deadline }), { budget, waitUntil });
  /** Its caller hangs up while it waits: the platform lets nothing go on in it. */
  const hangUp = (request: string) => {
    const ended = new Budget(Number.MAX_SAFE_INTEGER);
    ended.within = () => new Promise(() => undefined);
    void ask(request, undefined, ended);
  };
  /** A crowd was here: the first travelled alone, two more together. */
  const crowd = async () => {
    const answers = Promise.all(["a", "b", "c"].map((request) => ask(request)));
    await next();
    await next();
    await answers;
    calls.length = 0;
  };
  return { calls, takenBack, barcodes, promised, next, ask, hangUp, crowd };
}

/** All that can go on without the date has gone on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn <= BOOKINGS_TURNS; turn++) await scheduler.wait(0);
}

/** What waits for so many milliseconds waits no longer than a turn. */
function skip(milliseconds: number): void {
  const wait = scheduler.wait.bind(scheduler);
  const skipped = vi
    .spyOn(scheduler, "wait")
    .mockImplementation((ms, options) => wait(ms === milliseconds ? 0 : ms, options));
  onTestFinished(() => skipped.mockRestore());
}

it("the first travels at once and alone, those that come meanwhile in the next call together", async () => {
  const { calls, next, ask } = aSlowDate();
  const answers = Promise.all(["a", "bb", "ccc", "dddd"].map((request) => ask(request)));
  await next();
  expect(calls).toEqual([["a"], ["bb", "ccc", "dddd"]]);
  await next();
  expect(await answers).toEqual(
    [1, 2, 3, 4].map((remaining) => refused("not_enough", { remaining })),
  );
});

it("who comes after all are answered travels alone again", async () => {
  const { calls, next, ask } = aSlowDate();
  for (const request of ["a", "b"]) {
    const answer = ask(request);
    await next();
    await answer;
  }
  expect(calls).toEqual([["a"], ["b"]]);
});

it("in a crowd whoever finds no call on its way waits for those that come with it", async () => {
  stopTheClock();
  const { calls, next, ask, crowd } = aSlowDate();
  await crowd();
  const answers = Promise.all([ask("d"), ask("e")]);
  while (calls.length === 0) await settled();
  await next();
  expect(await answers).toHaveLength(2);
  expect(calls).toEqual([["d", "e"]]);
});

it("is a crowd also where a date is far away, and answers later than a crowd lasts", async () => {
  const clock = stopTheClock();
  const { calls, next, ask } = aSlowDate();
  const crowd = Promise.all(["a", "b", "c"].map((request) => ask(request)));
  await next();
  clock.goOn(BOOKINGS_CROWDED_MS);
  await next();
  await crowd;
  const answers = Promise.all([ask("d"), ask("e")]);
  while (calls.length === 2) await settled();
  await next();
  await next();
  await answers;
  expect(calls).toEqual([["a"], ["b", "c"], ["d", "e"]]);
});

it("when the crowd is over nobody waits for company", async () => {
  const clock = stopTheClock();
  const { calls, next, ask, crowd } = aSlowDate();
  await crowd();
  clock.goOn(BOOKINGS_CROWDED_MS);
  const answers = Promise.all([ask("d"), ask("e")]);
  await next();
  await next();
  await answers;
  expect(calls).toEqual([["d"], ["e"]]);
});

it("a call that fails is told to all who were in it, and the next call is made all the same", async () => {
  const { calls, next, ask } = aSlowDate();
  const [first, second, third] = ["a", "b", "c"].map((request) => ask(request));
  await next(new Error("gone"));
  expect(await first).toMatchObject({ reason: "unavailable", cause: "failed" });
  const fourth = ask("d");
  await next(new Error("gone again"));
  expect(await second).toMatchObject({ reason: "unavailable", cause: "failed" });
  expect(await third).toMatchObject({ reason: "unavailable", cause: "failed" });
  await next();
  expect(await fourth).toEqual(refused("not_enough", { remaining: 1 }));
  expect(calls).toEqual([["a"], ["b", "c"], ["d"]]);
});

it("who gave up waiting is left behind, and makes no call for others", async () => {
  const { calls, next, ask } = aSlowDate();
  const first = ask("a");
  const impatient = ask("b", Date.now());
  const patient = ask("c");
  expect(await impatient).toMatchObject({ reason: "unavailable", cause: "timed_out" });
  await next();
  await next();
  await Promise.all([first, patient]);
  expect(calls).toEqual([["a"], ["c"]]);
});

it("a call that never ends holds up nobody beyond its own deadline", async () => {
  const { calls, next, ask } = aSlowDate();
  const lost = ask("a", Date.now() + 5);
  expect(await lost).toMatchObject({ reason: "unavailable", cause: "timed_out" });
  const later = ask("b");
  await next();
  await next();
  await later;
  expect(calls).toEqual([["a"], ["b"]]);
});

it("whose caller has hung up has its booking taken back, and nobody else has", async () => {
  skip(BOOKINGS_HEARD_MS_MAX);
  const { takenBack, barcodes, promised, next, ask, hangUp } = aSlowDate();
  const first = ask("a");
  hangUp("bb");
  const third = ask("ccc");
  await next();
  await next(new Error("gone"));
  await Promise.all([first, third]);
  await Promise.all(promised);
  expect(takenBack.map(({ request }) => request)).toEqual(["bb"]);
  expect(takenBack[0]?.attempt).toBe(barcodes.get("bb"));
});

it("who is found missing and comes back after all is not told of a booking that is taken back", async () => {
  skip(BOOKINGS_HEARD_MS_MAX);
  const { takenBack, promised, next, ask } = aSlowDate();
  const { promise: back, resolve: comeBack } = Promise.withResolvers<void>();
  const slow = new Budget(Number.MAX_SAFE_INTEGER);
  slow.within = async (promise) => {
    await back;
    return promise;
  };
  const first = ask("a");
  const late = ask("bb", undefined, slow);
  await next();
  await next(new Error("gone"));
  await first;
  await Promise.all(promised);
  comeBack();
  expect(await late).toMatchObject({ reason: "unavailable", cause: "timed_out" });
  expect(takenBack.map(({ request }) => request)).toEqual(["bb"]);
});

it("whose caller has hung up keeps nobody from the next call", async () => {
  const { calls, next, ask, hangUp } = aSlowDate();
  const first = ask("a");
  hangUp("bb");
  await next();
  const later = ask("ccc");
  await next();
  await next();
  await Promise.all([first, later]);
  expect(calls).toEqual([["a"], ["bb"], ["ccc"]]);
});

it("nothing is taken back where nothing was booked", async () => {
  skip(BOOKINGS_HEARD_MS_MAX);
  const { takenBack, promised, next, ask, hangUp } = aSlowDate();
  const first = ask("a");
  hangUp("bb");
  await next();
  await next();
  await first;
  await Promise.all(promised);
  expect(takenBack).toEqual([]);
});

it("who leads makes so many calls for others, and then leaves that to the next who comes", async () => {
  const { calls, next, ask } = aSlowDate();
  const answers: Promise<unknown>[] = [];
  for (let call = 0; call <= BOOKINGS_CALLS_LED_MAX; call++) {
    answers.push(ask("x".repeat(call + 1)));
    if (call > 0) await next();
  }
  answers.push(ask("new"));
  await settled();
  expect(calls.at(-1)).toEqual(["new"]);
  await next();
  await next();
  await Promise.all(answers);
  expect(calls.every((party) => party.length === 1)).toBe(true);
});
