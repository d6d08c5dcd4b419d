/** The OpenAPI 3.1 document, generated from the operations and their zod schemas. */
import * as z from "zod";
import type { Operation } from "./operation.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface OpenApiParameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

export interface OpenApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  /** Where it differs from the document's. */
  readonly security?: readonly SecurityRequirement[];
  readonly parameters: readonly OpenApiParameter[];
  readonly requestBody?: {
    readonly required: true;
    readonly content: {
      readonly "application/json": { readonly schema: JsonSchema };
      readonly "text/csv"?: { readonly schema: JsonSchema };
    };
  };
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
}

export interface OpenApiResponse {
  readonly description: string;
  readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly SecurityRequirement[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: JsonSchema;
}

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), reason: z.string() })).optional(),
  requestId: z.string(),
});

const COMMON_REFUSALS: Readonly<Record<number, string>> = {
  401: "The token is missing or wrong",
  429: "Too many wrong tokens",
  503: "A date, the registry or a setting is not available; try again",
};
const ACCESS_REFUSALS: Readonly<Record<"operator" | "device", string>> = {
  operator: "The token is a device's: it can scan and do nothing else",
  device: "The device may not scan this date",
};
const INPUT_REFUSALS: Readonly<Record<number, string>> = {
  400: "The input is not as described; `errors` names the fields",
};
const BODY_REFUSALS: Readonly<Record<number, string>> = { 413: "The body is too large" };

export function openApiDocument(operations: readonly Operation[]): OpenApiDocument {
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Guichet operator API",
      version: "1",
      description:
        "What a venue does at its own window: events, dates, listings, tickets and upkeep. " +
        "A PUT is declarative and can be repeated. Errors are RFC 9457 problem documents.",
    },
    servers: [{ url: "/operator/v1" }],
    security: [{ operatorToken: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        operatorToken: { type: "http", scheme: "bearer", description: "The venue's staff" },
        deviceToken: {
          type: "http",
          scheme: "bearer",
          description: "A scanner: the token that PUT /devices/{device} answered",
        },
      },
      schemas: { Problem: toJsonSchema(problemSchema, "output") },
    },
  };
}

function describe(operation: Operation): OpenApiOperation {
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    ...(operation.access === "device"
      ? { security: [{ operatorToken: [] }, { deviceToken: [] }] }
      : {}),
    parameters: [...parameters(operation, "path"), ...parameters(operation, "query")],
    ...(operation.body === undefined
      ? {}
      : { requestBody: requestBody(operation.body, operation.fromCsv !== undefined) }),
    responses: responses(operation),
  };
}

function requestBody(body: z.ZodType, csv: boolean): NonNullable<OpenApiOperation["requestBody"]> {
  return {
    required: true,
    content: {
      "application/json": { schema: toJsonSchema(body, "input") },
      ...(csv ? { "text/csv": { schema: { type: "string" } } } : {}),
    },
  };
}

function parameters(operation: Operation, place: "path" | "query"): OpenApiParameter[] {
  const shape = (place === "path" ? operation.params : operation.query)?.shape ?? {};
  return Object.entries(shape).map(([name, field]) => {
    const schema = toJsonSchema(field as z.ZodType, "input");
    const { description } = schema;
    return {
      name,
      in: place,
      required: !(field as z.ZodType).safeParse(undefined).success,
      ...(typeof description === "string" ? { description } : {}),
      schema,
    };
  });
}

function responses(operation: Operation): OpenApiOperation["responses"] {
  const answer = toJsonSchema(operation.answer, "output");
  const takesInput = operation.params !== undefined || operation.query !== undefined;
  const refusal = operation.refusal && toJsonSchema(operation.refusal, "output");
  const refusals = {
    ...(takesInput || operation.body !== undefined ? INPUT_REFUSALS : {}),
    ...(operation.body === undefined ? {} : BODY_REFUSALS),
    ...COMMON_REFUSALS,
    403: ACCESS_REFUSALS[operation.access ?? "operator"],
    ...operation.refusals,
  };
  return {
    ...Object.fromEntries(
      operation.success.map((status) => [
        status,
        {
          description: status === 201 ? "Created" : status === 202 ? "Accepted" : "Done",
          content: { "application/json": { schema: answer } },
        },
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(refusals).map(([status, description]) => [
        status,
        {
          description,
          content: {
            "application/problem+json": {
              schema: operation.refusals?.[Number(status)] ? (refusal ?? PROBLEM) : PROBLEM,
            },
          },
        },
      ]),
    ),
  };
}

const PROBLEM = { $ref: "#/components/schemas/Problem" };

/** OpenAPI 3.1 speaks JSON Schema 2020-12; a refinement it can't say is left to the description. */
function toJsonSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ jsonSchema }) => withoutNoise(jsonSchema),
  });
  return rest;
}

/** What every JSON number and every date and time is anyway tells a reader nothing. */
function withoutNoise(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.format === "date-time") delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
