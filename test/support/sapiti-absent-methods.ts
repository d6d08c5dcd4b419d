// The methods of Sapiti's client for what a window does not have: its lists are empty, its ids unknown,
// and its writes not offered.
import * as read from "./sapiti-decoder.ts";
import {
  ask,
  type ClientMethod,
  none,
  NOT_OFFERED,
  page,
  type Stage,
  UNKNOWN,
} from "./sapiti-method.ts";
import type { Json } from "./sapiti-words.ts";

function listAndOne(name: string, path: string): ClientMethod[] {
  return [
    ask(`${name}s`, `GET ${path}/`, { list: {} }, { body: page }),
    ask(name, `GET ${path}/{}`, UNKNOWN, { ids: none }),
  ];
}

const promoCode = (stage: Stage): Json => ({ label: "X", orderid: stage.open.order });
const subscription = ({ contact }: Stage) => ["NOPE", contact];

export const ABSENT: readonly ClientMethod[] = [
  ...listAndOne("getPromoCode", "shop/promocodes"),
  ask("getPromoCodesForLabelAndOrder", "GET shop/promocodes/", { list: {} }, { body: promoCode }),
  ask(
    "testPromoCodeLabelForStock",
    "GET shop/promocodes/",
    { list: {} },
    { body: ({ house }) => ({ label: "X", stockid: house.stock }) },
  ),
  ask("attachPromoCodeToOrder", "POST shop/promocodes/{}", NOT_OFFERED, {
    ids: none,
    body: promoCode,
  }),
  ...listAndOne("getCounter", "shop/counters"),
  ask(
    "getCounterSessions",
    "GET shop/counters/sessions/",
    { list: {} },
    { body: () => ({ counterid: "1", limit: 100 }) },
  ),
  ask("startCounterSession", "POST shop/counters/sessions/", NOT_OFFERED, {
    body: () => ({
      counterid: "1",
      starttime: "2026-11-22T20:12:53+01:00",
      startamount: 0,
      userlabel: "",
      externaluserid: "",
    }),
  }),
  ask("stopCounterSession", "PATCH shop/counters/sessions/{}", NOT_OFFERED, {
    ids: none,
    body: () => ({ endtime: "2026-11-22T20:12:53+01:00", endamount: 0, notes: "" }),
  }),
  ...listAndOne("getStream", "catalogue/streams"),
  ask("getControlStreamAccessWithContactId", "GET catalogue/streams/{}/control/", UNKNOWN, {
    ids: none,
    body: ({ contact }) => ({ contactid: contact }),
  }),
  ask("getControlStreamAccessWithAccessCode", "GET catalogue/streams/{}/control/", UNKNOWN, {
    ids: none,
    body: ({ sold }) => ({ accesscode: sold.code }),
  }),
  ...listAndOne("getMerchandising", "catalogue/merchandising"),
  ask("getMerchandisingCategories", "GET catalogue/merchandising/categories/", { list: {} }),
  ask("getMerchandisingCategory", "GET catalogue/merchandising/categories/{}", UNKNOWN, {
    ids: none,
  }),
  ...listAndOne("getPack", "catalogue/packs"),
  ask("getPack with its sets", "GET catalogue/packs/details/{}", UNKNOWN, { ids: none }),
  ...listAndOne("getFinanceItem", "catalogue/financeitems"),
  ask("getFinanceItem with its details", "GET catalogue/financeitems/details/{}", UNKNOWN, {
    ids: none,
  }),
  ...listAndOne("getNewsletter", "contacts/newsletters"),
  ask("subscribeContactToNewsletter", "POST contacts/newsletters/{}/{}", NOT_OFFERED, {
    ids: subscription,
  }),
  ask("unsubscribeContactToNewsletter", "DELETE contacts/newsletters/{}/{}", NOT_OFFERED, {
    ids: subscription,
  }),
  ask(
    "getPackProductFromCustomerId",
    "GET cineville/packproducts/",
    { oneOrNull: read.PRODUCT },
    { body: () => ({ customerid: "1" }) },
  ),
  ask(
    "getProductsForPackProduct",
    "GET cineville/products/",
    { list: read.PRODUCT },
    { body: () => ({ packproductid: "1" }) },
  ),
  ask("confirmProduct", "POST cineville/products/{}", NOT_OFFERED, {
    ids: none,
    body: () => ({ customerid: "1" }),
  }),
  ask("cancelProduct", "DELETE cineville/products/{}", NOT_OFFERED, { ids: none }),
  ask("Cineville attachProductToMainProduct", "PATCH cineville/products/{}/attach", NOT_OFFERED, {
    ids: none,
    body: () => ({ mainproductid: "1", customerid: "1" }),
  }),
  ask("detachProductFromMainProduct", "DELETE cineville/products/{}/attach", NOT_OFFERED, {
    ids: none,
  }),
];
