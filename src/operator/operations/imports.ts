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
const body = z.strictObject({ barcodes: z.array(importedBarcode).min(1).max(IMPORT_BARCODES_MAX) });

/** One barcode a line, the first of several columns; a heading "barcode" is passed over. */
function fromCsv(text: string): unknown {
  const lines = text.split(/\r?\n/).map((line) => (line.split(/[,;\t]/)[0] ?? "").trim());
  while (lines.at(-1) === "") lines.pop();
  const unquoted = lines.map((line) => line.replace(/^"(.*)"$/, "$1"));
  return { barcodes: /^barcodes?$/i.test(unquoted[0] ?? "") ? unquoted.slice(1) : unquoted };
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
    "are no more tickets than barcodes. One that was cancelled is not handed out again. " +
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
    const { barcodes } = body;
    const key = secret(env, "BARCODE_KEY");
    if (!key.ok) return dateProblem(key);
    const wrong = [...repeatedLines(barcodes), ...(await ownLines(key.value, barcodes))];
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

type ImportCall = Call<z.output<typeof params>, z.output<typeof query>, z.output<typeof body>>;

/** The lines whose barcode this date, or another one, has already. */
async function knownLines(
  { env, body: { barcodes }, deadline }: ImportCall,
  date: { readonly dateId: string; readonly code: string },
): Promise<FieldProblem[] | Problem> {
  const places = new Map<string, string>();
  for (const chunk of chunksOf(barcodes)) {
    for (const { barcode, dateId } of await findImports(env.REGISTRY, chunk)) {
      // A row of this date may be left from an import that did not get through: the date decides.
      if (dateId !== date.dateId) places.set(barcode, `is on date ${dateId}`);
    }
    const own = await askDate(env, date.code, deadline, (stub) => stub.knownBarcodes(chunk));
    if (!own.ok) return dateProblem(own);
    for (const barcode of own.value) places.set(barcode, "is on this date");
  }
  return barcodes.flatMap((barcode, index) => {
    const place = places.get(barcode);
    return place === undefined
      ? []
      : [{ field: `barcodes.${index}`, reason: `line ${index + 1} ${place}` }];
  });
}

/**
 * Chunk by chunk, the registry before the date: two dates can't take the same barcode, and one that
 * the date can hand out is always found. A failure half-way is a 503; the lines taken by then are
 * named when the call is repeated.
 */
async function importAll(
  { env, body: { barcodes }, deadline }: ImportCall,
  place: {
    readonly dateId: string;
    readonly code: string;
    readonly area: string;
    readonly channel: string;
  },
): Promise<Reply> {
  let line = 0;
  for (const chunk of chunksOf(barcodes)) {
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
          known.has(barcode)
            ? [{ field: `barcodes.${line + index}`, reason: `line ${line + index + 1} is known` }]
            : [],
        ),
      );
    }
    if (!outcome.ok) return importProblem(outcome);
    line += chunk.length;
  }
  return done({ imported: line }, 201);
}

function importProblem(
  outcome:
    Exclude<ImportOutcome, { ok: true } | { reason: "known_barcodes" }> | Refused<Unavailable>,
): Problem {
  return outcome.reason === "unknown_area"
    ? problem(422, "Unknown area", "The area was removed in the meantime.")
    : dateProblem(outcome);
}

function refusedLines(lines: readonly FieldProblem[]): Problem {
  return problem(
    409,
    "Known barcodes",
    `${lines.length} of the barcodes can't be imported; nothing was. Remove those lines.`,
    lines.slice(0, LINES_NAMED_MAX),
  );
}

function repeatedLines(barcodes: readonly string[]): FieldProblem[] {
  const firstLine = new Map<string, number>();
  return barcodes.flatMap((barcode, index) => {
    const earlier = firstLine.get(barcode);
    if (earlier === undefined) firstLine.set(barcode, index + 1);
    return earlier === undefined
      ? []
      : [{ field: `barcodes.${index}`, reason: `line ${index + 1} repeats line ${earlier}` }];
  });
}

/** Barcodes that this window made itself: on another date they would lead to the wrong one. */
async function ownLines(key: string, barcodes: readonly string[]): Promise<FieldProblem[]> {
  const codes = await Promise.all(barcodes.map((barcode) => dateCodeOf(key, barcode)));
  return barcodes.flatMap((_, index) =>
    codes[index] === null
      ? []
      : [{ field: `barcodes.${index}`, reason: `line ${index + 1} is one of this window's own` }],
  );
}

export const importOperations = [postImport];
