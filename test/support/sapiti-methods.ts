// Every method of Sapiti's client (contracts/sapiti.md 3), in an order in which they can be called one
// after another. test/worker/sapiti compares it with the door's routes.
import { ABSENT } from "./sapiti-absent-methods.ts";
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
import { type Json, wish } from "./sapiti-words.ts";

export const ORDER_FORM: Json = {
  id: "",
  name: "",
  language: "",
  country: "",
  postalcode: "",
  automaticcancel: false,
  contactid: "",
  notes: "",
  metadata: [],
};

export const CONTACT_FORM: Json = {
  id: "",
  label: "",
  firstname: "Ada",
  lastname: "Love",
  email: "ada@example.test",
  language: "",
  nationality: "",
  mobilephone: "",
  addressl1: "Quai d’Été 1/2",
  addressl2: "",
  postalcode: "",
  city: "Liège",
  country: "be",
  companyfunction: "",
  companyname: "",
  vatnumber: "",
  birthdate: null,
};

function paymentForm(orderid: string): Json {
  return {
    orderid,
    paymentmethodid: "cash",
    counterid: "",
    externalid: "",
    notes: "",
    couponcode: "",
    value: { amount: 100, expectedamount: 0, currency: "EUR" },
    status: { id: "1", label: "received" },
    paymentdate: null,
  };
}

const date = ({ house }: Stage) => [house.date.id];
const stock = ({ house }: Stage) => [house.stock];
const hallStock = ({ hall }: Stage) => [hall.stock];
const openOrder = ({ open }: Stage) => [open.order];
const openProduct = ({ open }: Stage) => [open.product];
const payment = (stage: Stage) => [stage.payment];
const contact = (stage: Stage) => [stage.contact];
const soldOrder = ({ sold }: Stage): Json => ({ orderid: sold.order });
const payForSold = ({ sold }: Stage): Json => paymentForm(sold.order);

function scan({ device, sold }: Stage): Json {
  return { deviceid: device, codes: [sold.code, "NOPE"], confirmedbyoperator: false };
}

const AGENDA: readonly ClientMethod[] = [
  ask("authenticate", "GET system/authenticate/", { one: read.APPLICATION }),
  ask("getEvents", "GET agenda/events/", { list: read.EVENT }, { body: page }),
  ask("getEvent", "GET agenda/events/{}", { one: read.EVENT }, { ids: date }),
  ask("duplicateEvent", "POST agenda/events/duplicate/{}", { one: read.EVENT }, { ids: date }),
  ask(
    "updateEventStatus",
    "PATCH agenda/events/{}",
    { one: read.EVENT },
    { ids: date, body: () => ({ statusid: 10 }) },
  ),
  ask(
    "getTimeSlots",
    "GET agenda/timeslots/",
    { list: {} },
    { body: ({ house }) => ({ eventid: house.date.id, limit: 100 }) },
  ),
  ask("getTimeSlot", "GET agenda/timeslots/{}", UNKNOWN, { ids: none }),
  ask("getVenues", "GET agenda/venues/", { list: read.VENUE }, { body: page }),
  ask("getVenue", "GET agenda/venues/{}", { one: read.VENUE }, { ids: ({ venue }) => [venue] }),
  ask(
    "getAttractions",
    "GET agenda/attractions/",
    { list: read.ATTRACTION },
    { body: () => ({ keyword: "cyr" }) },
  ),
  ask(
    "getAttraction",
    "GET agenda/attractions/{}",
    { one: read.ATTRACTION },
    { ids: ({ house }) => [house.event] },
  ),
  ask(
    "getAttractionFromExternalId",
    "GET agenda/attractions/",
    { list: read.ATTRACTION },
    { body: ({ house }) => ({ externalid: house.event }) },
  ),
  ask(
    "getCategories",
    "GET agenda/attractions/categories/",
    { list: read.CATEGORY },
    { body: page },
  ),
  ask("getCategory", "GET agenda/attractions/categories/{}", UNKNOWN, { ids: none }),
];

const STOCKS: readonly ClientMethod[] = [
  ask(
    "getStocks",
    "GET shop/products/stocks/",
    { list: read.STOCK },
    { body: ({ house }) => ({ eventid: house.date.id }) },
  ),
  ask("getStocks of all", "GET shop/products/stocks/", { list: read.STOCK }),
  ask("getStock", "GET shop/products/stocks/{}", { one: read.STOCK }, { ids: hallStock }),
  ask(
    "getStockPlanCategories",
    "GET shop/products/stocks/plancategories/{}",
    { list: read.PLAN_CATEGORY },
    { ids: hallStock },
  ),
  ask(
    "setStockPlanSeatIdForOrder",
    "PATCH shop/products/stocks/plancategories/{}",
    { one: read.PLAN_CATEGORY },
    { ids: hallStock, body: ({ hall }) => ({ orderid: hall.order, planseatid: hall.freeSeat }) },
  ),
  ask(
    "getSuggestedStocks",
    "GET shop/products/stocks/suggestions/{}",
    { list: read.STOCK },
    { ids: stock },
  ),
  ask("adaptStock", "PATCH shop/products/stocks/adapt/{}", "success", {
    ids: stock,
    body: () => ({ capacity_total: 90 }),
  }),
  ask(
    "getPlan",
    "GET catalogue/plans/{}",
    { one: read.PLAN },
    { ids: ({ hall }) => [`PLAN-${hall.date.id}`] },
  ),
];

const PRODUCTS: readonly ClientMethod[] = [
  ask(
    "requestStock",
    "POST shop/products/",
    { list: read.PRODUCT },
    { body: ({ house }) => ({ requests: [wish(house, { quantity: 2 })] }) },
  ),
  ask(
    "requestStock of nothing",
    "POST shop/products/",
    { list: read.PRODUCT },
    { body: () => ({ requests: [] }) },
  ),
  ask("getProducts", "GET shop/products/", { list: read.PRODUCT }, { body: soldOrder }),
  ask(
    "getProduct",
    "GET shop/products/{}",
    { one: read.PRODUCT },
    { ids: ({ sold }) => [sold.product] },
  ),
  ask("updateProduct", "PATCH shop/products/{}", { one: read.PRODUCT }, { ids: openProduct }),
  ask("attachProductToMainProduct", "PATCH shop/products/{}/attach", NOT_OFFERED, {
    ids: openProduct,
    body: ({ sold }) => ({ mainproductid: sold.product }),
  }),
  ask("removeProductFromOrder", "DELETE shop/products/{}", "success", {
    ids: ({ productToRemove }) => [productToRemove],
  }),
  ask("removeAllProductsFromOrder", "DELETE shop/products/", "success", {
    body: ({ orderToEmpty }) => ({ orderid: orderToEmpty }),
  }),
];

const ORDERS: readonly ClientMethod[] = [
  ask(
    "getOrders",
    "GET shop/orders/",
    { list: read.ORDER },
    { body: ({ contact }) => ({ contactid: contact }) },
  ),
  ask("getOrders of all", "GET shop/orders/", { list: read.ORDER }, { body: page }),
  ask("getOrder", "GET shop/orders/{}", { one: read.ORDER }, { ids: ({ sold }) => [sold.order] }),
  ask("createOrder", "POST shop/orders/", { one: read.ORDER }, { body: () => ORDER_FORM }),
  ask(
    "updateOrder",
    "PATCH shop/orders/{}",
    { one: read.ORDER },
    { ids: openOrder, body: ({ open }) => ({ ...ORDER_FORM, id: open.order }) },
  ),
  ask(
    "confirmOrder",
    "PATCH shop/orders/{}",
    { one: read.ORDER },
    {
      ids: ({ orderToConfirm }) => [orderToConfirm],
      body: ({ contact }) => ({ contactid: contact, statusid: 1 }),
    },
  ),
  ask(
    "changeOrderStatus",
    "PATCH shop/orders/{}",
    { one: read.ORDER },
    { ids: ({ orderToCancel }) => [orderToCancel], body: () => ({ statusid: -10 }) },
  ),
  ask(
    "setMetadataToOrder",
    "PATCH shop/orders/{}",
    { one: read.ORDER },
    { ids: openOrder, body: () => ({ metadata: String.raw`{"table":"\u003C4\u003E"}` }) },
  ),
  ask(
    "setMetadataToOrder of nothing",
    "PATCH shop/orders/{}",
    { one: read.ORDER },
    { ids: openOrder, body: () => ({ metadata: "[]" }) },
  ),
  ask(
    "setLanguageToOrder",
    "PATCH shop/orders/{}",
    { one: read.ORDER },
    { ids: openOrder, body: () => ({ language: "nl" }) },
  ),
  ask(
    "setNotesToOrder",
    "PATCH shop/orders/{}",
    { one: read.ORDER },
    { ids: openOrder, body: () => ({ notes: "à l’étage" }) },
  ),
  ask(
    "clearOrder",
    "DELETE shop/orders/{}",
    { oneOrNull: read.ORDER },
    { ids: ({ orderToClear }) => [orderToClear] },
  ),
  ask("getTicketSets", "GET shop/orders/tickets/", { list: read.TICKET_SET }, { body: soldOrder }),
  ask("getPDFTicket", "GET shop/orders/tickets/pdf/", "anything", { body: soldOrder }),
];

const PAYMENTS: readonly ClientMethod[] = [
  ask("getPaymentMethods", "GET shop/paymentmethods/", { list: read.METHOD }),
  ask(
    "getPaymentMethod",
    "GET shop/paymentmethods/{}",
    { one: read.METHOD },
    { ids: () => ["cash"] },
  ),
  ask("getPayments", "GET shop/orders/payments/", { list: read.PAYMENT }, { body: soldOrder }),
  ask("getPayment", "GET shop/orders/payments/{}", { one: read.PAYMENT }, { ids: payment }),
  ask("createPayment", "POST shop/orders/payments/", { one: read.PAYMENT }, { body: payForSold }),
  ask(
    "updatePayment",
    "PATCH shop/orders/payments/{}",
    { one: read.PAYMENT },
    { ids: payment, body: payForSold },
  ),
  ask("deletePayment", "DELETE shop/orders/payments/{}", "success", {
    ids: ({ paymentToDelete }) => [paymentToDelete],
    body: payForSold,
  }),
  ask(
    "createOrUpdateMolliePaymentFromId",
    "PATCH shop/orders/payments/",
    { one: read.PAYMENT },
    { body: ({ sold }) => ({ orderid: sold.order, molliepaymentid: "tr_demo" }) },
  ),
];

const ENTRANCE: readonly ClientMethod[] = [
  ask(
    "getDeviceFromId",
    "GET accesscontrol/deviceinfo/",
    { one: read.DEVICE },
    { body: ({ device }) => ({ deviceid: device }) },
  ),
  ask(
    "AccessControl getEvents",
    "GET accesscontrol/events/",
    { list: read.EVENT },
    { body: ({ device }) => ({ ...page(), deviceid: device }) },
  ),
  ask(
    "controlCodesForDeviceAndEventId",
    "PATCH accesscontrol/events/{}/control/",
    { list: read.ACCESS_CODE },
    { ids: date, body: scan },
  ),
  ask(
    "controlCodesForDeviceAndEventId at the exit",
    "DELETE accesscontrol/events/{}/control/",
    { list: read.ACCESS_CODE },
    { ids: date, body: scan },
  ),
];

const CONTACTS: readonly ClientMethod[] = [
  ask(
    "getContacts",
    "GET contacts/",
    { list: read.CONTACT },
    { body: () => ({ lastname: "Love" }) },
  ),
  ask("getContact", "GET contacts/{}", { one: read.CONTACT }, { ids: contact }),
  ask(
    "createContact",
    "POST contacts/",
    { one: read.CONTACT },
    { body: ({ house }) => ({ ...CONTACT_FORM, stockid: house.stock }) },
  ),
  ask(
    "updateContact",
    "PATCH contacts/{}",
    { one: read.CONTACT },
    {
      ids: contact,
      body: ({ contact }) => ({
        ...CONTACT_FORM,
        id: contact,
        birthdate: "1990-05-01T00:00:00+02:00",
      }),
    },
  ),
];

export const CLIENT_METHODS: readonly ClientMethod[] = [
  ...AGENDA,
  ...STOCKS,
  ...PRODUCTS,
  ...ORDERS,
  ...PAYMENTS,
  ...ENTRANCE,
  ...CONTACTS,
  ...ABSENT,
];
