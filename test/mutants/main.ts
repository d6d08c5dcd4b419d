// `npm run test:mutants`: every guard is removed once, and some test must notice each time.
// `-- --sample=5 --seed=7` tries five of them, `-- --name=serial` those whose name says so, and
// `-- --named-only` does not show to the whole battery what its named tests let pass, and
// `-- --part=1/3` tries every third, so that machines can share the work.
import { parseArgs } from "node:util";
import { freshSeed } from "../support/command-line.ts";
import { Dice } from "../support/dice.ts";
import type { Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";
import { Workshop } from "./workshop.ts";

const { values } = parseArgs({
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: String(freshSeed()) },
    name: { type: "string", default: "" },
    part: { type: "string", default: "1/1" },
    "named-only": { type: "boolean", default: false },
  },
});
const [part = 1, parts = 1] = values.part.split("/").map(Number);
const named = mutants
  .filter(({ name }) => name.includes(values.name))
  .filter((_, index) => index % parts === part - 1);
const chosen =
  values.sample === undefined ? named : sample(named, Number(values.sample), Number(values.seed));
if (values.sample !== undefined) console.log(`seed ${values.seed}`);
if (chosen.length === 0) throw new Error("no mutant has such a name");

const workshop = new Workshop(!values["named-only"]);
const bad: string[] = [];
try {
  const files = [...new Set(chosen.flatMap(({ noticedBy }) => noticedBy))];
  const sound = await workshop.isSound(files);
  if (sound.kind !== "lives") throw new Error(`without a mutant: ${JSON.stringify(sound)}`);
  for (const mutant of chosen) {
    const verdict = await workshop.try(mutant);
    const words =
      verdict.kind === "killed" ? verdict.by : verdict.kind === "broken" ? verdict.why : "";
    console.log(`${verdict.kind}: ${mutant.name}\n  ${words}`);
    if (verdict.kind !== "killed") bad.push(`${mutant.name}: ${verdict.kind}`);
  }
} finally {
  workshop.remove();
}
console.log(`${chosen.length - bad.length} of ${chosen.length} mutants were noticed`);
for (const line of bad) console.error(line);
process.exitCode = bad.length === 0 ? 0 : 1;

function sample(from: readonly Mutant[], count: number, seed: number): Mutant[] {
  const dice = new Dice(seed);
  const rest = [...from];
  return Array.from({ length: Math.min(count, from.length) }, () => {
    const [drawn] = rest.splice(dice.whole(0, rest.length - 1), 1);
    if (drawn === undefined) throw new Error("more were drawn than there are");
    return drawn;
  });
}
