// Importing barcodes through the operator API: what of a file is read, and which line is named.
import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { IMPORT_CHUNK_BARCODES_MAX } from "../../src/core/limits.ts";
import { operations } from "../../src/operator/operations/index.ts";
import { aDate, HOUR_MS, type TestDate } from "./a-date.ts";

async function load(date: TestDate, barcodes: string | readonly string[]) {
  const isCsv = typeof barcodes === "string";
  const path = `/operator/v1/dates/${date.id}/imports?area=parterre&channel=partner`;
  const response = await exports.default.fetch(`https://window.test${path}`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${env.OPERATOR_TOKEN}`,
      "Content-Type": isCsv ? "text/csv" : "application/json",
    },
    body: isCsv ? barcodes : JSON.stringify({ barcodes }),
  });
  return { status: response.status, json: await response.json<Record<string, unknown>>() };
}

async function handedOut(date: TestDate, quantity: number): Promise<string[]> {
  const minted = Array.from({ length: quantity }, (_, index) => `minted-${date.id}-${index}`);
  const booked = await date.book({ barcodes: minted });
  return booked.ok ? booked.value.tickets.map(({ barcode }) => barcode) : [];
}

const aCode = () => crypto.randomUUID().slice(0, 13);

describe("a file of barcodes", () => {
  it.each([
    [
      "with and without a heading",
      (a: string, b: string) => `Barcode;Seat\r\n${a};1\r\n${b};2\r\n`,
    ],
    ["with a byte order mark", (a: string, b: string) => `\uFEFFbarcode\n${a}\n${b}`],
    ["in quotes and with spaces around", (a: string, b: string) => ` "${a}" ,x\n  ${b}\tx\n\n`],
  ])("is read %s", async (_name, file) => {
    const [date, codes] = [await aDate(), [aCode(), aCode()] as const];
    expect(await load(date, file(...codes))).toEqual({ status: 201, json: { imported: 2 } });
    expect(await handedOut(date, 2)).toEqual(codes);
  });

  it("may hold in quotes what ends a column elsewhere", async () => {
    const [date, code] = [await aDate(), aCode()];
    const file = `"${code},1";x\n"${code};""2"""\n`;
    expect(await load(date, file)).toMatchObject({ status: 201, json: { imported: 2 } });
    expect(await handedOut(date, 2)).toEqual([`${code},1`, `${code};"2"`]);
  });

  it.each([
    ["quotes that don't end", `"A`],
    ["more after its quotes", `"A"B`],
    ["nothing", "\tA"],
  ])("whose column has %s is refused: half of it would be another barcode", async (_name, line) => {
    const refused = await load(await aDate(), `${aCode()}\n${line}\n${aCode()}\n`);
    expect(refused).toMatchObject({ status: 400, json: { errors: [{ field: "barcodes.1" }] } });
  });

  it("has its lines named as an editor counts them, below a heading too", async () => {
    const [date, code] = [await aDate(), aCode()];
    const twice = (first: string) => load(date, `${first}${code}\nother-${code}\n${code}\n`);
    expect(await twice("")).toMatchObject({
      status: 409,
      json: { errors: [{ field: "barcodes.2", reason: "line 3 repeats line 1" }] },
    });
    expect(await twice("barcode\n")).toMatchObject({
      status: 409,
      json: { errors: [{ field: "barcodes.2", reason: "line 4 repeats line 2" }] },
    });
    await load(date, [code]);
    expect(await load(date, `barcode\nnew-${code}\n${code}\n`)).toMatchObject({
      status: 409,
      json: { errors: [{ field: "barcodes.1", reason: "line 3 is on this date" }] },
    });
  });
});

/** The registry, where somebody else takes a barcode just before the second chunk is reserved. */
function racedRegistry(barcode: string): D1Database {
  let reserved = 0;
  const taken = env.REGISTRY.prepare(
    `INSERT INTO imports VALUES (?, 'other', 'OTHER000', 'a', 'c')`,
  );
  const prepare = (query: string) => {
    const statement = env.REGISTRY.prepare(query);
    if (!query.includes("INSERT INTO imports")) return statement;
    reserved += 1;
    if (reserved !== 2) return statement;
    const run = async (values: unknown[]) => {
      await taken.bind(barcode).run();
      return statement.bind(...values).run();
    };
    return { bind: (...values: unknown[]) => ({ run: () => run(values) }) };
  };
  return { prepare } as unknown as D1Database;
}

describe("an import that another one overtakes half-way", () => {
  it("says how much of it was taken, and which lines can't be", async () => {
    const [date, code] = [await aDate(), aCode()];
    const barcodes = Array.from(
      { length: IMPORT_CHUNK_BARCODES_MAX + 2 },
      (_, index) => `${code}-${index}`,
    );
    const run = operations.find(({ id }) => id === "importBarcodes")?.run;
    const answer = await run?.({
      env: { ...env, REGISTRY: racedRegistry(`${code}-${IMPORT_CHUNK_BARCODES_MAX + 1}`) },
      params: { date: date.id },
      query: { area: "parterre", channel: "partner" },
      body: { barcodes, firstLine: 1 },
      deadline: Date.now() + HOUR_MS,
    } as never);
    expect(answer).toMatchObject({
      status: 409,
      detail: expect.stringContaining(`the first ${IMPORT_CHUNK_BARCODES_MAX} were`),
      errors: [{ field: `barcodes.${IMPORT_CHUNK_BARCODES_MAX + 1}` }],
    });
    const unused = [{ area: "parterre", channel: "partner", unused: IMPORT_CHUNK_BARCODES_MAX }];
    expect(await date.state()).toMatchObject({ pools: unused });
    const rest = barcodes.slice(IMPORT_CHUNK_BARCODES_MAX, -1);
    expect(await load(date, rest)).toEqual({ status: 201, json: { imported: rest.length } });
  });
});
