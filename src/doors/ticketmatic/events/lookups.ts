/** Price types and locations: what the labels of prices and the venues of events are here. */
import type { FoundDate } from "../../../registry/date-search.ts";
import { locationNumber, priceTypeNumber } from "../numbers.ts";
import type { Setting } from "../settings/lists.ts";
import { writeInstant } from "../wire.ts";

const NORMAL = 2301;
const FREE = 2304;

export async function priceTypeOf(
  label: string,
  { createdAt, prices }: FoundDate,
): Promise<Setting> {
  const isFree = prices.every((price) => price.label !== label || price.amount === 0);
  const at = writeInstant(createdAt);
  return {
    id: await priceTypeNumber(label),
    typeid: isFree ? FREE : NORMAL,
    name: label,
    remark: "",
    isarchived: false,
    createdts: at,
    lastupdatets: at,
  };
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
