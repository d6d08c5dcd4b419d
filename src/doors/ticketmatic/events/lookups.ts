/** Price types and locations: what the labels of prices and the venues of events are here. */
import type { FoundDate } from "../../../registry/date-search.ts";
import { locationNumber, priceTypeNumber } from "../numbers.ts";
import type { Setting } from "../settings/lists.ts";
import { writeInstant } from "../wire.ts";

const NORMAL = 2301;
const FREE = 2304;

/** One for each label; what costs nothing anywhere is free. */
export async function priceTypesOf(dates: Iterable<FoundDate>): Promise<Setting[]> {
  const labelled = [...dates].flatMap(({ prices, createdAt }) =>
    prices.map(({ label, amount }) => ({ label, amount, createdAt })),
  );
  return Promise.all(
    [...Map.groupBy(labelled, ({ label }) => label)].map(async ([name, prices]) => {
      const at = writeInstant(Math.min(...prices.map(({ createdAt }) => createdAt)));
      return {
        id: await priceTypeNumber(name),
        typeid: prices.every(({ amount }) => amount === 0) ? FREE : NORMAL,
        name,
        remark: "",
        isarchived: false,
        createdts: at,
        lastupdatets: at,
      };
    }),
  );
}

export async function locationOf({ event, createdAt }: FoundDate): Promise<Setting> {
  const at = writeInstant(createdAt);
  return {
    id: await locationNumber(event.venue.name),
    name: event.venue.name,
    street1: "",
    street2: "",
    zip: "",
    city: "",
    state: "",
    countrycode: "",
    info: "",
    lat: 0,
    long: 0,
    geostatus: 0,
    isarchived: false,
    createdts: at,
    lastupdatets: at,
  };
}
