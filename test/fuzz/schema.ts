// JSON Schema, as the operator API's document uses it: a right value, and what is certainly wrong.
import { HOSTILE, type Hostile, type Kind } from "./hostile.ts";

export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly example?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

/** What exists, by the names of parameters and fields. */
export type Known = Readonly<Record<string, unknown>>;

/** A value that fits, with all of its fields or with those only that it can't do without. */
export function sample(
  schema: JsonSchema,
  known: Known,
  fields: "all" | "required",
  name = "",
): unknown {
  if (Object.hasOwn(known, name)) return known[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  const choice = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choice?.[0] !== undefined) return sample(choice[0], known, fields, name);
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([key]) => fields === "all" || schema.required?.includes(key) === true)
          .map(([key, value]) => [key, sample(value, known, fields, key)]),
      );
    case "array":
      return schema.items === undefined
        ? []
        : [sample(schema.items, known, fields, name.replace(/s$/, ""))];
    case "integer":
    case "number":
      return Math.max(1, schema.minimum ?? 1);
    case "boolean":
      return false;
    case "null":
      return null;
    default:
      return "x";
  }
}

/** Those hostile values that the schema can't allow, by their kind alone. */
export function certainlyWrong(schema: JsonSchema): readonly Hostile[] {
  const kinds = kindsOf(schema);
  return kinds === null ? [] : HOSTILE.filter(({ kind }) => !kinds.has(kind));
}

/** The kinds that may be allowed; null when the schema does not say. */
function kindsOf(schema: JsonSchema): ReadonlySet<Kind> | null {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    const kinds = choices.map(kindsOf);
    return kinds.includes(null) ? null : new Set(kinds.flatMap((of) => [...(of ?? [])]));
  }
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return null;
  return new Set(types.map((type) => (type === "integer" ? "number" : (type as Kind))));
}

export interface Field {
  readonly path: readonly (string | number)[];
  readonly schema: JsonSchema;
}

/** Every field of a body, through objects and the first item of lists. */
export function fieldsOf(schema: JsonSchema, path: readonly (string | number)[] = []): Field[] {
  const own = path.length === 0 ? [] : [{ path, schema }];
  if (schema.properties !== undefined) {
    const inner = Object.entries(schema.properties).flatMap(([key, value]) =>
      fieldsOf(value, [...path, key]),
    );
    return [...own, ...inner];
  }
  return schema.type === "array" && schema.items !== undefined
    ? [...own, ...fieldsOf(schema.items, [...path, 0])]
    : own;
}
