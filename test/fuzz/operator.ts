// The operator API: every operation of the document that the window itself serves, so that a new
// operation is attacked from its first day.
import * as limits from "../../src/core/limits.ts";
import type { Dice } from "../support/dice.ts";
import { OPERATOR_TOKEN } from "../support/guichet-server.ts";
import { brokenBytes, HOSTILE, withJsonAt } from "./hostile.ts";
import { type Probe, type Source, unannounced } from "./probe.ts";
import { certainlyWrong, fieldsOf, type JsonSchema, type Known, sample } from "./schema.ts";

const BASE = "/operator/v1";
const FIVE_MEGABYTES = 5_000_000;

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { name: string; in: "path" | "query"; schema: JsonSchema }[];
  readonly body: JsonSchema | null;
  readonly csv: boolean;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
}

interface DocumentedOperation {
  readonly parameters: Operation["parameters"];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: JsonSchema }>> };
}

export async function readOperations(url: string): Promise<readonly Operation[]> {
  const response = await fetch(`${url}${BASE}/openapi.json`);
  const { paths } = (await response.json()) as Document;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
      body: requestBody?.content["application/json"]?.schema ?? null,
      csv: requestBody?.content["text/csv"] !== undefined,
    })),
  );
}

export function operatorSources(
  operations: readonly Operation[],
  known: Known,
  playground: Known,
): readonly Source[] {
  const withBody = operations.filter(({ body }) => body !== null);
  return [
    (dice) => wrongType(dice.oneOf(withBody), known, dice),
    (dice) => wrongBody(dice.oneOf(withBody), known, dice),
    // What may be right after all is aimed at a date of its own.
    (dice) => strangeValue(dice.oneOf(withBody), playground, dice),
    (dice) => strangePath(dice.oneOf(operations), playground, dice),
    (dice) => strangeQuery(dice.oneOf(operations), playground, dice),
    (dice) => wrongToken(dice.oneOf(operations), known, dice),
  ];
}

/** Every field of every operation with every value that its type forbids, and the limits. */
export function operatorCorpus(operations: readonly Operation[], known: Known): readonly Probe[] {
  const types = operations.flatMap((operation) =>
    fieldsOf(operation.body ?? {}).flatMap(({ path, schema }) =>
      certainlyWrong(schema)
        .filter((_, index) => index % 4 === path.length % 4)
        .map(({ json }) => typed(operation, known, path, json)),
    ),
  );
  const unknownKeys = operations
    .filter(({ body }) => body?.additionalProperties === false)
    .flatMap((operation) =>
      ["__proto__", "constructor", "x".repeat(150)].map((key) => {
        const text = JSON.stringify(bodyOf(operation, known));
        const extra = `${JSON.stringify(key)}:1`;
        const body = text === "{}" ? `{${extra}}` : `{${extra},${text.slice(1)}`;
        // zod drops __proto__ before it looks for keys that it does not know.
        const verdict: Probe["verdict"] = key === "__proto__" ? "perhaps" : "refused";
        return { ...call(operation, known, body, `the key ${key.slice(0, 20)}`), verdict };
      }),
    );
  return [
    ...operations.map((operation) => refusedToken(operation, known, "")),
    ...operations.flatMap((operation) => ofNobody(operation, known)),
    ...types,
    ...unknownKeys,
    ...documentedLimits(operations, known),
    ...limitCorpus(known),
  ];
}

/** What is asked of a date that is not there. */
function ofNobody(operation: Operation, known: Known): Probe[] {
  if (operation.method !== "GET" || !operation.path.startsWith("/dates/{date}")) return [];
  const body = operation.body === null ? "" : JSON.stringify(bodyOf(operation, known));
  const probe = call(operation, { ...known, date: "of-nobody" }, body, "of nobody");
  return [{ ...probe, statuses: [404] }];
}

/** One more than the document says is refused. */
function documentedLimits(operations: readonly Operation[], known: Known): Probe[] {
  return operations.flatMap((operation) =>
    fieldsOf(operation.body ?? {}).flatMap(({ path, schema }) => {
      const values: string[] = [];
      if (schema.maxLength !== undefined)
        values.push(JSON.stringify("x".repeat(schema.maxLength + 1)));
      if (schema.maximum !== undefined) values.push(String(schema.maximum + 1));
      if (schema.minimum !== undefined) values.push(String(schema.minimum - 1));
      if (schema.maxItems !== undefined && schema.items !== undefined) {
        const item = JSON.stringify(
          sample(schema.items, known, "all", String(path.at(-1)).replace(/s$/, "")),
        );
        values.push(`[${Array.from({ length: schema.maxItems + 1 }, () => item).join(",")}]`);
      }
      return values.map((json) => typed(operation, known, path, json));
    }),
  );
}

function limitCorpus(known: Known): Probe[] {
  const past = (name: string, method: string, path: string, body: unknown): Probe => ({
    ...plain(method, path, typeof body === "string" ? body : JSON.stringify(body), name),
    verdict: "refused",
  });
  const id = (length: number) => "x".repeat(length);
  const date = String(known["date"]);
  const venue = { name: "x", timeZone: "Europe/Paris" };
  return [
    past("an id too long", "PUT", `/events/${id(limits.ID_CHARACTERS_MAX + 1)}`, {
      title: "x",
      venue,
    }),
    past("a title too long", "PUT", "/events/x", {
      title: id(limits.LABEL_CHARACTERS_MAX + 1),
      venue,
    }),
    past("a price's id too long", "POST", `/dates/${date}/sales`, {
      price: id(limits.PRICE_ID_CHARACTERS_MAX + 1),
    }),
    past("too many tickets", "POST", `/dates/${date}/sales`, {
      price: "full",
      quantity: limits.TICKETS_PER_BOOKING_MAX + 1,
    }),
    past("too long a hold", "POST", `/dates/${date}/holds`, {
      price: "full",
      minutes: limits.HOLD_MS_MAX / 60_000 + 1,
    }),
    past("too long a page", "GET", `/dates/${date}/tickets?limit=${limits.PAGE_ROWS_MAX + 1}`, ""),
    past("too many barcodes", "POST", `/dates/${date}/imports?area=parterre&channel=import`, {
      barcodes: Array.from({ length: limits.IMPORT_BARCODES_MAX + 1 }, (_, n) => `import-${n}`),
    }),
    {
      ...unannounced(
        past(
          "too large a body",
          "PUT",
          "/events/x",
          "[".padEnd(limits.OPERATOR_BODY_BYTES_MAX + 1),
        ),
      ),
      statuses: [413],
    },
    past("five megabytes", "PUT", "/events/x", JSON.stringify(id(FIVE_MEGABYTES))),
    past("five megabytes of brackets", "PUT", "/events/x", "[".repeat(FIVE_MEGABYTES)),
  ];
}

function typed(
  operation: Operation,
  known: Known,
  path: readonly (string | number)[],
  json: string,
): Probe {
  // Deep fields need all that is around them, and not a short list that stands for it.
  const { areas: _areas, prices: _prices, ...names } = known;
  const around =
    path.length > 1 ? bodyOf(operation, names, "all") : bodyOf(operation, known, "required");
  const body = withJsonAt(around, path, json);
  return call(operation, known, body, `${path.join(".")} = ${json.slice(0, 40)}`);
}

function wrongType(operation: Operation, known: Known, dice: Dice): Probe {
  const fields = fieldsOf(operation.body ?? {}).filter(
    ({ schema }) => certainlyWrong(schema).length > 0,
  );
  if (fields.length === 0) return wrongBody(operation, known, dice);
  const { path, schema } = dice.oneOf(fields);
  return typed(operation, known, path, dice.oneOf(certainlyWrong(schema)).json);
}

function wrongBody(operation: Operation, known: Known, dice: Dice): Probe {
  const whole = Buffer.from(JSON.stringify(bodyOf(operation, known)));
  // A prefix of an object is no JSON.
  const cut = whole.subarray(0, dice.whole(0, whole.length - 1));
  const probe = call(operation, known, "", "a body that is cut off");
  return { ...probe, body: cut };
}

function strangeValue(operation: Operation, known: Known, dice: Dice): Probe {
  const { path } = dice.oneOf(fieldsOf(operation.body ?? {}));
  const probe = typed(operation, known, path, dice.oneOf(HOSTILE).json);
  const broken = dice.chance(0.2) ? brokenBytes(probe.body, dice) : probe.body;
  const csv = operation.csv && dice.chance(0.3);
  const headers = csv ? { ...probe.headers, "Content-Type": "text/csv" } : probe.headers;
  return { ...probe, headers, body: broken, verdict: "perhaps" };
}

const STRANGE_SEGMENTS = [
  ..."%00 %ff %2e%2e %2F .. . %20 %0d%0a %C3%A9 __proto__ constructor toString * : ; %25 0 -1".split(
    " ",
  ),
  "x".repeat(41),
  "x".repeat(3_000),
  "%F0%9F%8E%AD",
  "0".repeat(20),
];

function strangePath(operation: Operation, known: Known, dice: Dice): Probe {
  const segments = pathOf(operation, known).split("/");
  segments[dice.whole(1, segments.length - 1)] = dice.oneOf(STRANGE_SEGMENTS);
  const body = operation.body === null ? "" : JSON.stringify(bodyOf(operation, known));
  const method = dice.chance(0.2)
    ? dice.oneOf(["PATCH", "HEAD", "OPTIONS", "POST", "DELETE"])
    : null;
  const probe = plain(method ?? operation.method, segments.join("/"), body, "a strange path");
  return { ...probe, verdict: "perhaps" };
}

function strangeQuery(operation: Operation, known: Known, dice: Dice): Probe {
  const names = operation.parameters.filter(({ in: place }) => place === "query");
  const name = names.length > 0 && dice.chance(0.8) ? dice.oneOf(names).name : "__proto__";
  const { json } = dice.oneOf(HOSTILE);
  const value = json.startsWith('"') ? json.slice(1, -1) : json;
  const encoded = dice.chance(0.8)
    ? encodeURIComponent(value.slice(0, 2_000).toWellFormed())
    : dice.oneOf(STRANGE_SEGMENTS);
  const path = `${pathOf(operation, known)}?${name}=${encoded}&${name}=${dice.whole(0, 9)}`;
  const body = operation.body === null ? "" : JSON.stringify(bodyOf(operation, known));
  return { ...plain(operation.method, path, body, `query ${name}`), verdict: "perhaps" };
}

function wrongToken(operation: Operation, known: Known, dice: Dice): Probe {
  const token = dice.oneOf([
    "",
    "Bearer ",
    `Bearer ${OPERATOR_TOKEN.slice(0, dice.whole(0, OPERATOR_TOKEN.length - 1))}`,
    `Bearer ${OPERATOR_TOKEN}x`,
    `Bearer ${OPERATOR_TOKEN.toUpperCase()}`,
    `Bearer ${"x".repeat(5_000)}`,
    `Basic ${OPERATOR_TOKEN}`,
    `Bearer guichet-device.x.*.1.${"0".repeat(64)}`,
    "Bearer guichet-device.....",
  ]);
  return refusedToken(operation, known, token);
}

function refusedToken(operation: Operation, known: Known, token: string): Probe {
  const right = operation.body === null ? "" : JSON.stringify(bodyOf(operation, known));
  const probe = call(operation, known, right, "a wrong token");
  const headers = { ...probe.headers, Authorization: token };
  return { ...probe, headers, verdict: "refused", statuses: [401, 429] };
}

function bodyOf(
  { body }: Operation,
  known: Known,
  fields: "all" | "required" = "required",
): unknown {
  return body === null ? {} : sample(body, known, fields);
}

function pathOf({ path, parameters }: Operation, known: Known): string {
  return path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const schema = parameters.find((parameter) => parameter.name === name)?.schema ?? {};
    return encodeURIComponent(String(sample(schema, known, "required", name)));
  });
}

function call(operation: Operation, known: Known, body: string, name: string): Probe {
  const needed = operation.parameters
    .filter(({ in: place, name: of }) => place === "query" && Object.hasOwn(known, of))
    .map(({ name: of }) => `${of}=${encodeURIComponent(String(known[of]))}`);
  const query = needed.length === 0 ? "" : `?${needed.join("&")}`;
  return plain(operation.method, pathOf(operation, known) + query, body, name);
}

function plain(method: string, path: string, body: string, name: string): Probe {
  return {
    name: `operator ${method} ${path.slice(0, 60)}: ${name}`,
    method,
    path: BASE + path,
    headers: { Authorization: `Bearer ${OPERATOR_TOKEN}`, "Content-Type": "application/json" },
    body: Buffer.from(body),
    verdict: "refused",
  };
}
