/** The e-mail addresses, phone numbers and addresses of a client, each with an id of its own. */
import * as z from "zod";
import { CLIENT_PARTS_MAX } from "../../../core/limits.ts";
import type { Customer } from "../../../registry/customers.ts";
import {
  type Answer,
  badRequest,
  created,
  done,
  notFound,
  paged,
  unprocessable,
} from "../answers.ts";
import type { Call, Handler } from "../call.ts";
import { occasionsOf } from "../once.ts";
import { pageOf, readId } from "../query.ts";
import {
  type Card,
  keeping,
  partId,
  type PartKind,
  PARTS_WITHIN,
  partObject,
  withPart,
} from "./card.ts";
import { ofClient, store } from "./clients.ts";
import { errorsOf, PARTS } from "./schema.ts";

const KINDS = {
  email_addresses: "EmailAddress",
  phone_numbers: "PhoneNumber",
  addresses: "Address",
} as const;

type Part = Card[PartKind][number];

/** Null when somebody else has changed the client since it was read. */
type WithPart = (
  call: Call,
  found: { readonly customer: Customer; readonly card: Card; readonly part: Part },
) => Promise<Answer | null>;

export function partsOf(kind: PartKind) {
  return {
    list: listParts(kind),
    create: createParts(kind),
    show: ofPart(kind, async (_call, { customer, card, part }) =>
      done(told(kind, customer, card, part)),
    ),
    update: updatePart(kind),
    remove: removePart(kind),
  };
}

function told(kind: PartKind, { number }: Customer, card: Card, part: Part) {
  return partObject(number, kind, part as never, card);
}

function ofPart(kind: PartKind, handle: WithPart): Handler {
  return ofClient(async (call, customer, card) => {
    const id = readId(call.param("part"));
    const parts: readonly Part[] = card[kind];
    const part = parts.find((part) => partId(customer.number, part) === id);
    return part === undefined
      ? notFound(KINDS[kind], call.param("part"))
      : handle(call, { customer, card, part });
  });
}

function listParts(kind: PartKind): Handler {
  return ofClient(async ({ query }, customer, card) => {
    const parts: readonly Part[] = card[kind];
    const rows = pageOf(parts, query.page).map((part) => told(kind, customer, card, part));
    return paged(kind, rows, query.page, parts.length);
  });
}

function createParts(kind: PartKind): Handler {
  return ofClient(async (call, customer, card) => {
    const body = z.object({ [kind]: z.array(z.unknown()).min(1) }).safeParse(call.body);
    const given = body.success ? (body.data[kind] ?? []) : [];
    if (given.length === 0) return badRequest(`The body must hold a list ${kind}.`);
    const { present, before, since } = await occasionsOf(call, kind);
    const all: readonly Part[] = card[kind];
    const earlier = all.filter(({ by, at }) => (by === present || by === before) && at > since);
    if (earlier.length > 0) {
      return created(
        kind,
        earlier.map((part) => told(kind, customer, card, part)),
      );
    }
    const many = card[kind].length + given.length > CLIENT_PARTS_MAX;
    if (many || card.last + given.length >= PARTS_WITHIN) {
      return unprocessable(`A client has at most ${CLIENT_PARTS_MAX} ${kind}.`);
    }
    const parsed = given.map((part) => PARTS[kind].safeParse(part));
    if (parsed.some(({ success }) => !success)) {
      const rows = parsed.map((row) => ({
        id: null,
        ...(row.success ? {} : { errors: errorsOf(row.error) }),
      }));
      return { status: 422, body: { [kind]: rows } };
    }
    const next = parsed.reduce(
      (so, row) => (row.success ? withPart(so, kind, row.data, { at: call.now, by: present }) : so),
      card,
    );
    const stored = await store(call, customer, next);
    const made: readonly Part[] = next[kind].slice(card[kind].length);
    return (
      stored &&
      created(
        kind,
        made.map((part) => told(kind, customer, next, part)),
      )
    );
  });
}

function updatePart(kind: PartKind): Handler {
  return ofPart(kind, async (call, { customer, card, part }) => {
    const body = z.record(z.string(), z.unknown()).safeParse(call.body ?? {});
    const said = body.success ? body.data : {};
    const { is_primary, ...rest } = part;
    const asBefore = "primary" in said || "is_primary" in said ? {} : { is_primary };
    const change = PARTS[kind].safeParse({ ...rest, ...asBefore, ...said });
    if (!change.success) {
      const errors = errorsOf(change.error);
      return { status: 422, body: { ...told(kind, customer, card, part), errors } };
    }
    const changed = { ...part, ...change.data, at: call.now };
    const next = keeping(card, kind, changed);
    const stored = await store(call, customer, next);
    return stored && done(told(kind, customer, next, changed));
  });
}

function removePart(kind: PartKind): Handler {
  return ofPart(kind, async (call, { customer, card, part }) => {
    const parts: readonly Part[] = card[kind];
    const rest = parts.filter(({ n }) => n !== part.n);
    const stored = await store(call, customer, { ...card, [kind]: rest });
    const id = String(partId(customer.number, part));
    return stored && done({ [kind]: [{ id }] });
  });
}
