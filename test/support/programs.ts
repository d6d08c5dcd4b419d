// Programs that only some tests need: a browser, a decoder of codes, readers of PDF. Where one is
// missing these tests are skipped, and it is said loudly; where REQUIRE_PROGRAMS is set (the CI
// installs them) a missing one is an error.
import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const RUN_LIMIT_MS = 60_000;
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;
const execute = promisify(execFile);

/** The path of the program, or null when it is not installed. */
function whereIs(program: string): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, program)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Are these missing? Then the tests that need them are to be skipped, and everybody is told. */
export function areMissing(...programs: readonly string[]): boolean {
  const missing = programs.filter((program) => whereIs(program) === null);
  if (missing.length === 0) return false;
  const said = `${missing.join(", ")} not installed`;
  if ((process.env["REQUIRE_PROGRAMS"] ?? "") !== "") throw new Error(said);
  // Not console: what passing tests print is not shown.
  process.stderr.write(`\nSKIPPED: the tests of tickets in a browser and on paper: ${said}\n\n`);
  return true;
}

export function pathOf(program: string): string {
  const path = whereIs(program);
  if (path === null) throw new Error(`${program} is not installed`);
  return path;
}

/** What the program prints; fails when it fails. */
export async function run(program: string, ...args: readonly string[]): Promise<string> {
  const options = { timeout: RUN_LIMIT_MS, maxBuffer: OUTPUT_BYTES_MAX };
  const { stdout } = await execute(pathOf(program), args, options);
  return stdout;
}

/** What zbar, which shares no code with any encoder here, reads out of each of the images. */
export async function decode(images: readonly string[]): Promise<string[][]> {
  // It ends as a failure when one of the images has no code: that one reads as nothing.
  const xml = await run("zbarimg", "--quiet", "--nodbus", "--xml", ...images).catch(
    (error: { readonly stdout?: string }) => error.stdout ?? "",
  );
  const read = new Map(
    xml.split("<source href=").map((part) => {
      const codes = [...part.matchAll(/<symbol type='([^']*)'.*?<!\[CDATA\[(.*?)\]\]>/gs)];
      return [/^'([^']*)'/.exec(part)?.[1], codes.map(([, type, data]) => `${type}:${data}`)];
    }),
  );
  return images.map((image) => (read.get(image) ?? []).toSorted());
}
