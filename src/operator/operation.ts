/**
 * One operation of the operator API: its description, its schemas and what it does. The routes and
 * the OpenAPI document are both made from this, so they can't disagree.
 */
import type * as z from "zod";
import type { AppContext } from "../web/request.ts";
import type { Problem } from "../web/problem.ts";

type Shape = z.ZodObject;
type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** Who calls: the venue's staff, or one of its scanners. */
export type Caller =
  | { readonly kind: "operator" }
  | {
      readonly kind: "device";
      readonly device: string;
      /** The only date that it may scan; null means all. */
      readonly date: string | null;
    };

export interface Call<Params, Query, Body> {
  readonly c: AppContext;
  readonly env: Env;
  readonly caller: Caller;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly deadline: number;
}

/** What an operation answers: a body that fits `answer`, or a problem for the operator to read. */
export type Reply = { readonly status: 200 | 201 | 202; readonly body: unknown } | Problem;

export interface Operation {
  readonly id: string;
  readonly method: "get" | "put" | "patch" | "post" | "delete";
  /** In OpenAPI's form: `/dates/{date}`. */
  readonly path: string;
  readonly tag: string;
  /** Who may call: the operator alone, or (for a date that it may scan) a device too. */
  readonly access?: "operator" | "device";
  readonly summary: string;
  readonly description?: string;
  readonly params?: Shape;
  readonly query?: Shape;
  readonly body?: z.ZodType;
  /** Reads a text/csv body into what `body` describes. */
  readonly fromCsv?: (text: string) => unknown;
  readonly answer: z.ZodType;
  /** Status of success; others with a body of the same form may be answered too. */
  readonly success: readonly (200 | 201 | 202)[];
  /** Statuses of refusals, with what they mean, beside 400, 401, 413, 429 and 503. */
  readonly refusals?: Readonly<Record<number, string>>;
  /** The body of `refusals`, where it says more than any problem document. */
  readonly refusal?: z.ZodType;
  readonly run: (call: Call<never, never, never>) => Promise<Reply>;
}

/** Ties the types of `run` to the schemas. */
export function operation<
  const Params extends Shape | undefined = undefined,
  const Query extends Shape | undefined = undefined,
  const Body extends z.ZodType | undefined = undefined,
>(
  described: Omit<Operation, "params" | "query" | "body" | "run"> & {
    readonly params?: Params;
    readonly query?: Query;
    readonly body?: Body;
    readonly run: (call: Call<Parsed<Params>, Parsed<Query>, Parsed<Body>>) => Promise<Reply>;
  },
): Operation {
  return described as unknown as Operation;
}

export function done(body: unknown, status: 200 | 201 | 202 = 200): Reply {
  return { status, body };
}

export function problem(
  status: number,
  title: string,
  detail: string,
  errors?: Problem["errors"],
): Problem {
  return { status, title, detail, ...(errors === undefined ? {} : { errors }) };
}

export function isProblem(reply: Reply): reply is Problem {
  return "title" in reply;
}
