// The short form of `npm run test:crash`: twenty deaths under load.
import { expect, it } from "vitest";
import { freshSeed } from "../support/command-line.ts";
import { crash } from "./run.ts";

const KILLS = 20;
const LIMIT_MS = 240_000;
const SEED = Number(process.env["SEED"] ?? freshSeed());

it(
  `after ${KILLS} SIGKILLs at random moments every answer was kept and no place has leaked (SEED=${SEED})`,
  async () => {
    const report = await crash({ kills: KILLS, seed: SEED });
    expect(report.problems).toEqual([]);
    expect(report.kills).toBe(KILLS);
    // The kills came between answers, not before the first or after the last.
    expect(report.answers).toBeGreaterThan(KILLS);
    expect(report.retries).toBeGreaterThan(0);
    expect(report.live).toBeGreaterThan(0);
  },
  LIMIT_MS,
);
