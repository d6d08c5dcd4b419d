// Runs the installed wrangler: each command has a time limit, and a failure says which command it
// was and what wrangler said.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type * as z from "zod";

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type Wrangler = (args: readonly string[], timeoutMs: number) => Promise<Outcome>;

const LARGEST_OUTPUT_BYTES = 16 * 1024 * 1024;
const PROGRAM = fileURLToPath(new URL("../bin/wrangler.js", import.meta.resolve("wrangler")));

export function installedWrangler(directory: string, print: (line: string) => void): Wrangler {
  return (args, timeoutMs) =>
    new Promise((resolve, reject) => {
      print(`$ ${commandLine(args)}`);
      const options = { cwd: directory, timeout: timeoutMs, maxBuffer: LARGEST_OUTPUT_BYTES };
      const child = execFile(
        process.execPath,
        [PROGRAM, ...args],
        options,
        (error, stdout, stderr) => {
          if (error?.killed) {
            const limit = `${timeoutMs / 1000} s or ${LARGEST_OUTPUT_BYTES} bytes of output`;
            reject(new Error(`${commandLine(args)} was stopped: no end within ${limit}.`));
          } else if (error && typeof error.code !== "number") {
            reject(error);
          } else {
            resolve({ exitCode: child.exitCode ?? 1, stdout, stderr });
          }
        },
      );
      // Without an input wrangler asks no questions.
      child.stdin?.end();
    });
}

/** Returns what the command printed; a failure that `harmless` recognises counts as an empty answer. */
export async function run(
  wrangler: Wrangler,
  args: readonly string[],
  timeoutMs: number,
  harmless?: RegExp,
): Promise<string> {
  const { exitCode, stdout, stderr } = await wrangler(args, timeoutMs);
  if (exitCode === 0) return stdout;
  // wrangler colours its errors even when nobody looks, which would break up what we look for.
  const said = stripVTControlCharacters(`${stderr.trim()}\n${stdout.trim()}`).trim();
  if (harmless?.test(said)) return "";
  throw new Error(`${commandLine(args)} failed with exit code ${exitCode}:\n${said}`);
}

export function parseAnswer<T>(schema: z.ZodType<T>, args: readonly string[], stdout: string): T {
  try {
    return schema.parse(JSON.parse(stdout));
  } catch (cause) {
    const message = `${commandLine(args)} did not answer as expected:\n${stdout.trim()}`;
    throw new Error(message, { cause });
  }
}

/** As one would type it in a POSIX shell. */
export function commandLine(args: readonly string[]): string {
  const words = args.map((arg) =>
    /^[\w./:=@-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`,
  );
  return ["wrangler", ...words].join(" ");
}
