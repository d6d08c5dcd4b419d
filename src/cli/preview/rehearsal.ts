// Stands in for wrangler in a dry run: prints each command and answers as an account would, so that
// what is printed is what a real run does.
import { commandLine, type Outcome, type Wrangler } from "./wrangler.ts";

export const REHEARSED_DATABASE_ID = "ffffffff-ffff-4fff-bfff-ffffffffffff";

/** `existing` names the databases that the account has at the start. */
export function rehearsal(existing: readonly string[], print: (line: string) => void): Wrangler {
  const databases = [...existing];
  return (args) => {
    print(commandLine(args));
    const [first, second, third] = args;
    if (first === "d1" && second === "create" && third !== undefined) databases.push(third);
    if (first === "d1" && second === "list") {
      return answer(databases.map((name) => ({ name, uuid: REHEARSED_DATABASE_ID })));
    }
    if (first === "preview" && second === "secret") return answer([]);
    return answer({ preview: { urls: ["https://rehearsal.invalid"] } });
  };
}

function answer(value: unknown): Promise<Outcome> {
  return Promise.resolve({ exitCode: 0, stdout: JSON.stringify(value), stderr: "" });
}
