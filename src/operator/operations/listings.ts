/** Listings: partners' own ids for a price of a date. */
import * as z from "zod";
import { dateCode } from "../../core/ids.ts";
import { LISTING_ID_CHARACTERS_MAX } from "../../core/limits.ts";
import { askDate } from "../../date/client/call.ts";
import { doors } from "../../doors/index.ts";
import {
  deleteListing,
  listListings,
  readListing,
  type RegistryListing,
  writeListing,
} from "../../registry/listings.ts";
import { done, operation, problem } from "../operation.ts";
import { dateProblem } from "../replies.ts";
import * as schema from "../schema.ts";

const door = z.enum(
  doors.filter(({ listingKinds }) => listingKinds.length > 0).map(({ name }) => name),
);
const kinds = doors.flatMap(({ listingKinds }) => listingKinds);
const params = z.object({
  door,
  kind: z.enum(kinds).describe("Which of the partner's ids it is"),
  id: z.string().min(1).max(LISTING_ID_CHARACTERS_MAX),
});
/** A partner's own number is looked up as its digits: any other text would never be found. */
const newParams = params.refine(({ kind, id }) => kind !== "stock_id" || /^[1-9]\d*$/.test(id), {
  path: ["id"],
  message: "must be pass Culture's number of the stock, in digits",
});
const unknownListing = problem(404, "Unknown listing", "There is no such listing.");

function listingReply({ dateId, version: _version, ...row }: RegistryListing) {
  return { ...row, date: dateId };
}

const putListing = operation({
  id: "putListing",
  method: "put",
  path: "/listings/{door}/{kind}/{id}",
  tag: "Listings",
  summary: "Say which price of which date a partner's id stands for",
  description: "Other isolates may use a former meaning for up to a minute.",
  params: newParams,
  body: z.strictObject({ date: schema.id, price: schema.priceId }),
  answer: schema.listing,
  success: [200, 201],
  refusals: { 422: "There is no such date or price" },
  async run({ env, params: key, body, now, deadline }) {
    const known = await readListing(env.REGISTRY, key);
    const version = Math.max(now, (known?.version ?? 0) + 1);
    const listing = { ...key, price: body.price, version };
    const code = await dateCode(body.date);
    const outcome = await askDate(env, code, deadline, (stub) => stub.list(listing));
    if (!outcome.ok) {
      if (outcome.reason === "unavailable") return dateProblem(outcome);
      const field = outcome.reason === "unknown_price" ? "price" : "date";
      return problem(422, `Unknown ${field}`, `PUT the date with its prices first.`, [
        { field, reason: `names no ${field}` },
      ]);
    }
    await writeListing(env.REGISTRY, { ...outcome.value, dateId: body.date });
    if (known !== null && known.dateId !== body.date) {
      const former = await dateCode(known.dateId);
      await askDate(env, former, deadline, (stub) => stub.unlist(key));
    }
    const reply = listingReply({ ...outcome.value, dateId: body.date });
    return done(reply, known === null ? 201 : 200);
  },
});

const getListing = operation({
  id: "getListing",
  method: "get",
  path: "/listings/{door}/{kind}/{id}",
  tag: "Listings",
  summary: "One listing",
  params,
  answer: schema.listing,
  success: [200],
  refusals: { 404: "There is no such listing" },
  async run({ env, params: key }) {
    const listing = await readListing(env.REGISTRY, key);
    return listing === null ? unknownListing : done(listingReply(listing));
  },
});

const removeListing = operation({
  id: "deleteListing",
  method: "delete",
  path: "/listings/{door}/{kind}/{id}",
  tag: "Listings",
  summary: "Forget a listing",
  params,
  answer: schema.listing,
  success: [200],
  refusals: { 404: "There is no such listing" },
  async run({ env, params: key, deadline }) {
    const listing = await readListing(env.REGISTRY, key);
    if (listing === null) return unknownListing;
    const code = await dateCode(listing.dateId);
    // The date first: were it to keep the listing, a rebuilt registry would have it again.
    const outcome = await askDate(env, code, deadline, (stub) => stub.unlist(key));
    if (!outcome.ok && outcome.reason === "unavailable") return dateProblem(outcome);
    await deleteListing(env.REGISTRY, key);
    return done(listingReply(listing));
  },
});

const getListings = operation({
  id: "listListings",
  method: "get",
  path: "/listings/{door}",
  tag: "Listings",
  summary: "All listings of a door, by kind and id",
  params: z.object({ door }),
  query: schema.page,
  answer: z.object({ listings: z.array(schema.listing), next: schema.next }),
  success: [200],
  async run({ env, params: at, query }) {
    const [kind = "", ...rest] = query.after.split("/");
    const after = { kind, id: rest.join("/") };
    const listings = await listListings(env.REGISTRY, at.door, after, query.limit);
    const last = listings.length === query.limit ? listings.at(-1) : undefined;
    const next = last === undefined ? null : `${last.kind}/${last.id}`;
    return done({ listings: listings.map(listingReply), next });
  },
});

export const listingOperations = [getListings, getListing, putListing, removeListing];
