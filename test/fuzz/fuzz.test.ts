// The short form of `npm run test:fuzz`: the whole corpus and some more.
import { expect, it } from "vitest";
import { freshSeed } from "../support/command-line.ts";
import { echoOf, fuzz } from "./run.ts";

const REQUESTS = 4_000;
/** Only what hangs is cut off: how fast a machine is must not decide. */
const LIMIT_MS = 600_000;
const SEED = Number(process.env["SEED"] ?? freshSeed());
/**
 * What the corpus reaches of each door by itself, without a draw: the schema, the signature or token,
 * what is not there, the size cap, and behind them the date itself.
 */
const GATES: Readonly<Record<string, readonly number[]>> = {
  passculture: [400, 401, 404, 409, 413, 422],
  v1: [400, 401, 404],
  api: [400, 401, 404, 413],
  v9: [400, 401, 404, 413],
  operator: [400, 401, 404, 413],
};

it(
  `hostile input is never answered 5xx, changes nothing and is not repeated (SEED=${SEED})`,
  async () => {
    const { problems, requests, corpus, gates } = await fuzz({ requests: REQUESTS, seed: SEED });
    expect(problems).toEqual([]);
    expect(requests).toBe(REQUESTS);
    expect(corpus).toBeLessThan(REQUESTS);
    for (const [door, reached] of Object.entries(GATES)) {
      expect(gates[door], door).toEqual(expect.arrayContaining([...reached]));
    }
  },
  LIMIT_MS,
);

it("a repeated stretch of more than 100 characters is noticed, and 100 are not", () => {
  const asked = `${"a".repeat(50)}${"b".repeat(51)}`;
  for (let at = 0; at < asked.length; at++) {
    expect(echoOf(`x${asked}y`, `${"z".repeat(at)}${asked}z`)).toBe(asked);
  }
  expect(echoOf(`x${asked}y`, `z${asked.slice(1)}z`)).toBeNull();
});
