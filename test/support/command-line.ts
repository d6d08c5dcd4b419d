// The options of the long runs: `--kills=200 --seed=7`, with a fresh seed when none is given.
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";

export function freshSeed(): number {
  return randomInt(2 ** 31);
}

/** The whole numbers that were given, by name; a name that is not expected or no number is an error. */
export function numbersGiven<const Name extends string>(
  defaults: Readonly<Record<Name, number>>,
): Record<Name, number> {
  const names = Object.keys(defaults) as Name[];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  const { values } = parseArgs({ options });
  const entries = names.map((name) => {
    const given: unknown = values[name];
    const number = given === undefined ? defaults[name] : Number(given);
    if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} is no whole number`);
    return [name, number] as const;
  });
  return Object.fromEntries(entries) as Record<Name, number>;
}
