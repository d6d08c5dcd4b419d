/**
 * Who is who: the venue is one brokerage with one office, which sells everything; each partner's
 * token is one user of it. Nobody sees another partner's user.
 */
import type { Partner } from "../../core/partners.ts";
import { venueName } from "../../env.ts";
import { type Answer, done, notFound, paged } from "./answers.ts";
import type { Call, Handler } from "./call.ts";
import { pageOf, readId } from "./query.ts";

export const BROKERAGE = 1;
export const OFFICE = 1;

export function brokerageCard(env: Env) {
  const name = venueName(env);
  const initials = name.split(/[^\p{L}\p{N}]+/u).map((word) => word.charAt(0).toUpperCase());
  return {
    id: String(BROKERAGE),
    url: `/brokerages/${BROKERAGE}`,
    name,
    abbreviation: initials.join(""),
  };
}

export function officeCard(env: Env) {
  return {
    id: String(OFFICE),
    url: `/offices/${OFFICE}`,
    name: venueName(env),
    brokerage: brokerageCard(env),
  };
}

function brokerage({ env }: Call) {
  return { ...brokerageCard(env), natb_member: false, updated_at: null };
}

function user({ env, partner }: Call) {
  return { ...userCard(partner), email: null, office: officeCard(env) };
}

export function userCard(partner: Partner) {
  return {
    id: String(partner.number),
    url: `/users/${partner.number}`,
    name: partner.label,
  };
}

/** One of a kind: a list, a search and an address for the only one that there is. */
function only(
  kind: string,
  name: string,
  rowOf: (call: Call) => { readonly id: string; readonly name: string },
) {
  const list: Handler = async (call) => {
    const rows = [rowOf(call)].filter((row) => matches(call, row));
    return paged(name, pageOf(rows, call.query.page), call.query.page, rows.length);
  };
  const search: Handler = async (call) => {
    const q = (call.query.text("q") ?? "").toLowerCase();
    const rows = [rowOf(call)].filter((row) => row.name.toLowerCase().includes(q));
    const page = pageOf(rows.map(asFound(kind)), call.query.page);
    return paged(name, page, call.query.page, rows.length);
  };
  const show: Handler = async (call): Promise<Answer> => {
    const row = rowOf(call);
    const id = call.param("id");
    return readId(id) === Number(row.id) ? done(row) : notFound(kind, id);
  };
  return { list, search, show };
}

function matches({ query }: Call, row: { readonly id: string; readonly name: string }): boolean {
  const name = query.text("name");
  const id = query.text("id");
  return (name === null || name === row.name) && (id === null || id === row.id);
}

/** 3.1: rows of a search carry their class and a score. */
export function asFound(kind: string) {
  return <Row extends object>(row: Row) => ({ ...row, _type: kind, _score: 1 });
}

export const brokerages = only("Brokerage", "brokerages", brokerage);
export const offices = only("Office", "offices", ({ env }) => officeCard(env));
export const users = only("User", "users", user);
