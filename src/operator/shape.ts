/** A JSON Schema as one reads it: the JSON that it describes, with what each field is beside it. */
import type { JsonSchema } from "./openapi.ts";

const INDENT = "  ";

/** For a body or an answer, over as many lines as it has fields. */
export function shapeOf(schema: JsonSchema): string {
  return written(schema, "");
}

/** For a parameter, on one line. */
export function kindOf(schema: JsonSchema): string {
  return [simpleKind(schema), ...remarks(schema)].join(", ");
}

function written(schema: JsonSchema, indent: string): string {
  const { inner, nullable } = withoutNull(schema);
  const orNull = nullable ? " | null" : "";
  const items = asSchema(inner["items"]);
  if (items !== null && !isSimple(items)) return `[${written(items, indent)}]${orNull}`;
  const properties = inner["properties"];
  if (!isRecord(properties)) return simpleKind(schema);
  const required = new Set(Array.isArray(inner["required"]) ? inner["required"] : []);
  const lines = Object.entries(properties).flatMap(([name, value]) => {
    const field = asSchema(value) ?? {};
    const mark = required.has(name) ? "" : "?";
    const notes = isSimple(field) ? remarks(field) : remarks({ ...field, maxItems: undefined });
    const comment = notes.length === 0 ? "" : ` // ${notes.join("; ")}`;
    const [first = "", ...rest] = written(field, indent + INDENT).split("\n");
    return [`${indent}${INDENT}${name}${mark}: ${first}${comment}`, ...rest];
  });
  return ["{", ...lines, `${indent}}`].join("\n") + orNull;
}

function isSimple(schema: JsonSchema): boolean {
  const { inner } = withoutNull(schema);
  const items = asSchema(inner["items"]);
  return items === null ? !isRecord(inner["properties"]) : isSimple(items);
}

function simpleKind(schema: JsonSchema): string {
  const { inner, nullable } = withoutNull(schema);
  return baseKind(inner) + (nullable ? " | null" : "");
}

function baseKind(schema: JsonSchema): string {
  if (schema["const"] !== undefined) return JSON.stringify(schema["const"]);
  const choices = schema["enum"];
  if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(" | ");
  const items = asSchema(schema["items"]);
  if (items !== null) return `[${simpleKind(items)}]`;
  const values = asSchema(schema["additionalProperties"]);
  if (values !== null) return `{ [name]: ${simpleKind(values)} }`;
  if (schema["format"] === "date-time") return "date and time";
  return typeof schema["type"] === "string" ? schema["type"] : "anything";
}

/** What there is to say of a value beside its kind. */
function remarks(schema: JsonSchema): string[] {
  const { inner } = withoutNull(schema);
  const { minimum, maximum, minItems, maxItems, minLength, maxLength, pattern } = inner;
  const said = schema["description"];
  return [
    ...(typeof said === "string" ? [said] : []),
    ...range(minimum, maximum, ""),
    ...range(minLength === 1 ? undefined : minLength, maxLength, " characters"),
    ...range(minItems, maxItems, " of them"),
    ...(typeof pattern === "string" ? [pattern] : []),
    ...("default" in schema ? [`${JSON.stringify(schema["default"])} when left out`] : []),
  ];
}

function range(least: unknown, most: unknown, unit: string): string[] {
  const [from, to] = [least, most].map((bound) => (typeof bound === "number" ? bound : null));
  if (typeof from === "number" && typeof to === "number") return [`${from} to ${to}${unit}`];
  if (typeof from === "number") return [`at least ${from}${unit}`];
  return typeof to === "number" ? [`at most ${to}${unit}`] : [];
}

function withoutNull(schema: JsonSchema): { inner: JsonSchema; nullable: boolean } {
  const type = schema["type"];
  if (Array.isArray(type)) {
    const inner = { ...schema, type: type.find((name) => name !== "null") as unknown };
    return { inner, nullable: type.includes("null") };
  }
  const choices = schema["anyOf"];
  if (!Array.isArray(choices)) return { inner: schema, nullable: false };
  const real = choices.filter(isRecord).filter(({ type: name }) => name !== "null");
  return { inner: real[0] ?? schema, nullable: real.length < choices.length };
}

function asSchema(value: unknown): JsonSchema | null {
  return isRecord(value) ? value : null;
}

function isRecord(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
