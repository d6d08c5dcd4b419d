// `npm run test:crash -- --kills=200 --seed=7`: as many kills as asked, and the figures of the run.
import { freshSeed, numbersGiven } from "../support/command-line.ts";
import { crash } from "./run.ts";

const PROBLEMS_SHOWN_MAX = 50;

const { kills, seed } = numbersGiven({ kills: 200, seed: freshSeed() });
console.log(`seed ${seed}`);
const { problems, ...figures } = await crash({ kills, seed }, console.log);
console.log(figures);
for (const problem of problems.slice(0, PROBLEMS_SHOWN_MAX)) console.error(problem);
console.log(problems.length === 0 ? "every promise was kept" : `${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
