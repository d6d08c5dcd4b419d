// `npm run test:fuzz -- --requests=100000 --seed=7`: as many hostile requests as asked.
import { freshSeed, numbersGiven } from "../support/command-line.ts";
import { fuzz } from "./run.ts";

const TELL_EVERY = 25;

const { requests, seed } = numbersGiven({ requests: 100_000, seed: freshSeed() });
console.log(`seed ${seed}`);
let chunks = 0;
const { problems, ...figures } = await fuzz({ requests, seed }, (line) => {
  chunks += 1;
  if (chunks % TELL_EVERY === 0) console.log(line);
});
console.log(figures);
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? "nothing gave way" : `${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
