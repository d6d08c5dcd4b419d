/** Importing barcodes of the venue's own system, for a channel's places in an area. */
import * as z from "zod";
import { dateCodeOf, FOREIGN_BARCODE } from "../../core/barcode.ts";
import { dateCode } from "../../core/ids.ts";
import { IMPORT_BARCODES_MAX } from "../../core/limits.ts";
import { refused, type Refused } from "../../core/result.ts";
import { askDate, type Unavailable } from "../../date/client/call.ts";
import type { ImportOutcome } from "../../date/commands.ts";
import { secret } from "../../env.ts";
import { chunksOf, findImports, reserveImports } from "../../registry/imports.ts";
import type { FieldProblem, Problem } from "../../web/problem.ts";
import { type Call, done, operation, problem, type Reply } from "../operation.ts";
import { dateProblem } from "../replies.ts";
import * as schema from "../schema.ts";

const LINES_NAMED_MAX = 100;

const importedBarcode = z
  .string()
  .regex(FOREIGN_BARCODE, "must be 1 to 100 printable ASCII characters without spaces");

const params = z.object({ date: schema.id });
const query = z.object({ area: schema.id, channel: schema.id });
const body = z.strictObject({
  barcodes: z.array(importedBarcode).min(1).max(IMPORT_BARCODES_MAX),
  firstLine: z
    .int()
    .min(1)
    .max(IMPORT_BARCODES_MAX)
    .default(1)
    .describe("The line of your file on which the first of them stands"),
});

/** The first column; its quotes, inside of which it may hold what else ends it, are not the barcode's. */
const COLUMN = /^[^\S\t]*(?:"((?:[^"]|"")*)"(?=\s*(?:[,;\t]|$))|([^",;\t][^,;\t]*))/;

/** One barcode a line, the first of several columns; a heading "barcode" is passed over. */
function fromCsv(text: string): unknown {
  const lines = text.split(/\r?\n/).map((line) => {
    const [, quoted, plain = ""] = COLUMN.exec(line) ?? [];
    return (quoted?.replaceAll('""', '"') ?? plain).trim();
  });
  while (lines.at(-1) === "") lines.pop();
  const hasHeading = /^barcodes?$/i.test(lines[0] ?? "");
  return hasHeading ? { barcodes: lines.slice(1), firstLine: 2 } : { barcodes: lines };
}

const postImport = operation({
  id: "importBarcodes",
  method: "post",
  path: "/dates/{date}/imports",
  tag: "House",
  summary: "Load barcodes of your own system for a channel to hand out",
  description:
    "A barcode that was seen before, here or on any date, is named with its line, and nothing is " +
    "taken. From then on the channel's tickets in the area carry these, in this order, and there " +
    "are no more tickets than barcodes. One that was cancelled, or held in vain, is not handed out " +
    "again. " +
    "One in the form of Guichet's own (20 of `0-9 A-Z` without `I L O U`) is sold and scanned like " +
    "any other, but has no page: it can't be told from a guess. POST /ticket-links prints it. " +
    "JSON, or text/csv with one barcode a line.",
  params,
  query,
  body,
  fromCsv,
  answer: z.object({ imported: z.int() }),
  success: [201],
  refusals: {
    404: "There is no such date",
    409: "Some of the barcodes are known already",
    422: "There is no such area",
  },
  async run(call) {
    const { env, body, query: place, params: at, deadline } = call;
    const key = secret(env, "BARCODE_KEY");
    if (!key.ok) return dateProblem(key);
    const wrong = [...repeatedLines(body), ...(await ownLines(key.value, body))];
    if (wrong.length > 0) return refusedLines(wrong);
    const code = await dateCode(at.date);
    const state = await askDate(env, code, deadline, (stub) => stub.state([]));
    if (!state.ok) return dateProblem(state);
    if (!state.value.areas.some(({ id }) => id === place.area)) {
      return problem(422, "Unknown area", "The date has no such area.", [
        { field: "area", reason: "names no area of this date" },
      ]);
    }
    const known = await knownLines(call, { dateId: at.date, code });
    if (!Array.isArray(known)) return known;
    if (known.length > 0) return refusedLines(known);
    return importAll(call, { dateId: at.date, code, ...place });
  },
});

type Body = z.output<typeof body>;
type ImportCall = Call<z.output<typeof params>, z.output<typeof query>, Body>;

/** What is wrong with the barcode at this index, by its line in the venue's file. */
function wrongLine(index: number, { firstLine }: Body, what: string): FieldProblem {
  return { field: `barcodes.${index}`, reason: `line ${firstLine + index} ${what}` };
}

/** The lines whose barcode this date, or another one, has already. */
async function knownLines(
  { env, body: said, deadline }: ImportCall,
  date: { readonly dateId: string; readonly code: string },
): Promise<FieldProblem[] | Problem> {
  const places = new Map<string, string>();
  for (const chunk of chunksOf(said.barcodes)) {
    for (const { barcode, dateId } of await findImports(env.REGISTRY, chunk)) {
      // A row of this date may be left from an import that did not get through: the date decides.
      if (dateId !== date.dateId) places.set(barcode, `is on date ${dateId}`);
    }
    const own = await askDate(env, date.code, deadline, (stub) => stub.knownBarcodes(chunk));
    if (!own.ok) return dateProblem(own);
    for (const barcode of own.value) places.set(barcode, "is on this date");
  }
  return said.barcodes.flatMap((barcode, index) => {
    const place = places.get(barcode);
    return place === undefined ? [] : [wrongLine(index, said, place)];
  });
}

/**
 * Chunk by chunk, the registry before the date: two dates can't take the same barcode, and one that
 * the date can hand out is always found. A failure half-way is a 503; the lines taken by then are
 * named when the call is repeated.
 */
async function importAll(
  { env, body: said, deadline }: ImportCall,
  place: {
    readonly dateId: string;
    readonly code: string;
    readonly area: string;
    readonly channel: string;
  },
): Promise<Reply> {
  let imported = 0;
  for (const chunk of chunksOf(said.barcodes)) {
    const raced = new Set(
      (await reserveImports(env.REGISTRY, place, chunk)).map(({ barcode }) => barcode),
    );
    const outcome =
      raced.size > 0
        ? refused("known_barcodes", { barcodes: [...raced] })
        : await askDate(env, place.code, deadline, (stub) => stub.importBarcodes(place, chunk));
    if (!outcome.ok && outcome.reason === "known_barcodes") {
      const known = new Set(outcome.barcodes);
      return refusedLines(
        chunk.flatMap((barcode, index) =>
          known.has(barcode) ? [wrongLine(imported + index, said, "is known")] : [],
        ),
        imported,
      );
    }
    if (!outcome.ok) return importProblem(outcome);
    imported += chunk.length;
  }
  return done({ imported }, 201);
}

function importProblem(
  outcome:
    Exclude<ImportOutcome, { ok: true } | { reason: "known_barcodes" }> | Refused<Unavailable>,
): Problem {
  return outcome.reason === "unknown_area"
    ? problem(422, "Unknown area", "The area was removed in the meantime.")
    : dateProblem(outcome);
}

/** `imported`: how many had been taken before it turned out that others can't be. */
function refusedLines(lines: readonly FieldProblem[], imported = 0): Problem {
  const detail =
    imported === 0
      ? `${lines.length} of the barcodes can't be imported; nothing was. Remove those lines.`
      : `${lines.length} of the barcodes can't be imported, which another import has taken in the ` +
        `meantime; the first ${imported} were. Remove those lines and these.`;
  return problem(409, "Known barcodes", detail, lines.slice(0, LINES_NAMED_MAX));
}

function repeatedLines(said: Body): FieldProblem[] {
  const firstLine = new Map<string, number>();
  return said.barcodes.flatMap((barcode, index) => {
    const earlier = firstLine.get(barcode);
    if (earlier === undefined) firstLine.set(barcode, said.firstLine + index);
    return earlier === undefined ? [] : [wrongLine(index, said, `repeats line ${earlier}`)];
  });
}

/** Barcodes that this window made itself: on another date they would lead to the wrong one. */
async function ownLines(key: string, said: Body): Promise<FieldProblem[]> {
  const codes = await Promise.all(said.barcodes.map((barcode) => dateCodeOf(key, barcode)));
  return codes.flatMap((code, index) =>
    code === null ? [] : [wrongLine(index, said, "is one of this window's own")],
  );
}

export const importOperations = [postImport];
