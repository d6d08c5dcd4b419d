// The words of Sapiti that the client, the houses and the table of routes have in common.

export type Json = Readonly<Record<string, unknown>>;
export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** A house by the ids that Sapiti knows it by. */
export interface HouseIds {
  /** Sapiti's attraction. */
  readonly event: string;
  /** Sapiti's event. */
  readonly date: { readonly id: string };
  readonly stock: string;
}

/** A stock request as the client sends it, with everything that it always says (4.17). */
export function wish(house: HouseIds, changes: Json = {}): Json {
  return {
    quantity: 1,
    stockid: house.stock,
    categoryid: "parterre",
    priceid: "full",
    forcedpricevalue: "",
    requestedprice: null,
    promocodeids: [],
    ...changes,
  };
}
