// What the strict of the two official clients takes of an answer (contracts/ticketmatic.md 4 and 6),
// as tables written from the contract alone: a wrong type loses the whole answer there.
type Kind = "int" | "dec" | "bool" | "string" | "ts" | "map" | "texts" | "any";
/** `[x]` is a list of x, `{x}` an object whose members are x; another name is a type of the tables. */
type Shape = Readonly<Record<string, string>>;

/** `ts: startts endts` gives each of the names the kind or type before it. */
function shape(...lines: string[]): Shape {
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [kind = "", names = ""] = line.split(": ");
      return names.split(" ").map((name) => [name, kind]);
    }),
  );
}

const SETTING = ["int: id", "string: name", "bool: isarchived", "ts: createdts lastupdatets"];
const PRICE_TYPE = shape(...SETTING, "int: typeid", "string: remark");
const LOCATION = shape(
  ...SETTING,
  "string: street1 street2 street3 street4 zip city state countrycode info",
  "dec: lat long",
  "int: geostatus",
);

export const TYPES: Readonly<Record<string, Shape>> = {
  Event: shape(
    "int: id currentstatus productionid locationid seatingplanid seatingplanpricelistid",
    "int: socialdistance maxnbrofticketsperbasket totalmaxtickets ticketfeeid ticketlayoutid",
    "int: ticketinfoid optinsetid upsellid salestatusmessagesid revenuesplitid waitinglisttype",
    "int: queuetoken",
    "string: name code externalcode locationname subtitle subtitle2 description shortdescription",
    "string: info schedule webremark image audiopreviewurl seated_chartkey seatingplanlocktemplate",
    "ts: startts endts publishedts salestartts saleendts createdts lastupdatets",
    "bool: seatselection seatallowsingle",
    "[EventSalesChannel]: saleschannels",
    "[EventContingent]: contingents seated_contingents",
    "[EventSeatingplanContingent]: seatingplancontingents",
    "[EventContingentAvailability]: availability",
    "EventPrices: prices",
    "[any]: previews",
    "[string]: tags segmentationtags cancellationpolicy",
    "[int]: servicemailids",
    "map: layout seatingplaneventspecificprices",
    "texts: translations",
  ),
  EventContingent: shape(
    "int: id amount eventid pricelistid",
    "string: name",
    "map: eventspecificprices",
    "[any]: locks",
    "bool: withimportedbarcodes",
  ),
  EventSeatingplanContingent: shape("int: id amount eventid seatrankid", "string: name"),
  EventContingentAvailability: shape(
    "int: tickettypeid total free reserved sold_paid sold_unpaid complimentary locked_hard",
    "int: locked_soft",
    "ts: lastupdatets",
  ),
  EventSalesChannel: shape(
    "int: eventid saleschannelid",
    "bool: isactive haswaitinglist",
    "ts: salestartts saleendts",
  ),
  EventPrices: shape("[EventPricesContingent]: contingents"),
  EventPricesContingent: shape("int: contingentid", "[EventPricesPricetype]: pricetypes"),
  EventPricesPricetype: shape(
    "int: pricetypeid tickettypepriceid",
    "[EventPricesSaleschannel]: saleschannels",
  ),
  EventPricesSaleschannel: shape(
    "int: saleschannelid tickettypepriceid",
    "dec: price servicecharge",
    "[any]: costs conditions",
  ),
  EventTicket: shape(
    "int: id tickettypeid orderid tickettypepriceid accesscontrolstatus locktypeid seatzoneid",
    "int: accesscontrollastenteredscandeviceid accesscontrollastexitscandeviceid seatpriority",
    "int: ticketholderid bundleid vouchercodeid",
    "dec: price orderfee",
    "string: barcode seatid seatdescription seatrownumber seatseatnumber seatzonename ticketname",
    "ts: accesscontrollastenteredts accesscontrollastexitts",
    "texts: properties",
  ),
  Order: shape(
    "int: orderid status saleschannelid customerid deliveryscenarioid paymentscenarioid",
    "int: deliverystatus paymentstatus nbroftickets webskinid",
    "string: code firstname lastname",
    "dec: totalamount amountpaid",
    "[OrderTicket]: tickets",
    "[Payment]: payments",
    "[any]: products ordercosts",
    "[string]: promocodes",
    "[int]: queuetokens",
    "bool: calculate_ordercosts expiryhandled rappelhandled hasopenpaymentrequest",
    "bool: isauthenticatedcustomer",
    "ts: expiryts rappelts createdts lastupdatets",
    "map: deliveryaddress deferredpaymentproperties",
    "OrderLookup: lookup",
  ),
  OrderTicket: shape(
    "int: id orderid eventid tickettypeid tickettypepriceid pricetypeid cachedaccesscontrolstatus",
    "int: seatzoneid ticketholderid bundleid transferredto vouchercodeid",
    "string: barcode tickettypename seatdescription seatname seated_ref ticketname bundlevariant",
    "dec: price servicecharge seatcachedvisualx seatcachedvisualy",
    "ts: deliveredts",
  ),
  OrderLookup: shape(
    "{Contact}: contacts",
    "{any}: deliveryscenarios events paymentmethods paymentscenarios productcategories products",
    "{any}: saleschannels servicecharges tickettypes",
    "{PriceType}: pricetypes",
    "texts: customfieldvalues relationtypes vouchercodes",
  ),
  EventLookup: shape(
    "{EventLocation}: locations",
    "{PriceType}: pricetypes",
    "{SeatRank}: seatranks",
  ),
  Payment: shape(
    "int: id orderid paymentmethodid refundpaymentid vouchercodeid",
    "dec: amount",
    "ts: paidts",
    "map: properties",
  ),
  LogItem: shape(
    "int: id orderid typeid userid",
    "string: username",
    "ts: ts",
    "map: info lookupinfo model",
  ),
  AddItemsResult: shape("[int]: ids", "Order: order"),
  Contact: shape(
    "int: id customertitleid apponboardingstatus",
    "string: firstname middlename lastname email company organizationfunction vatnumber",
    "string: languagecode sex image status appphone apptoken",
    "ts: birthdate createdts lastupdatets",
    "bool: subscribed isdeleted sendmail",
    "[Address]: addresses",
    "[Phonenumber]: phonenumbers",
    "[int]: relationtypes appnotifications",
    "[any]: relationships",
    "[ContactOptIn]: optins",
    "map: appoptin lookup",
  ),
  Address: shape(
    "int: id typeid customerid",
    "string: type addressee street1 street2 street3 zip city state countrycode country",
  ),
  Phonenumber: shape("int: id typeid customerid", "string: number type"),
  ContactOptIn: shape(
    "int: id contactid optinid status",
    "OptInInfo: info",
    "ts: createdts lastupdatets",
  ),
  OptInInfo: shape("string: ip method remarks", "int: userid"),
  PriceType: PRICE_TYPE,
  EventLocation: LOCATION,
  SeatRank: shape(...SETTING, "string: color"),
};

const KINDS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  int: Number.isSafeInteger,
  dec: (value) => typeof value === "number",
  bool: (value) => typeof value === "boolean",
  string: (value) => typeof value === "string",
  // The one spelling that is the same instant to both clients (6.1).
  ts: (value) =>
    typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value),
  map: isObject,
  texts: (value) => isObject(value) && Object.values(value).every(KINDS.string),
  any: () => true,
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What would be lost of an answer of this type, as paths; nothing when all of it is understood. */
export function lost(type: string, value: unknown, path = type): string[] {
  const [, of = ""] = /^[[{](\w+)[\]}]$/.exec(type) ?? [];
  if (type.startsWith("[")) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((one, index) => lost(of, one, `${path}[${index}]`));
  }
  if (value === null) return [];
  if (type.startsWith("{")) {
    if (!isObject(value)) return [`${path} is no object`];
    return Object.entries(value).flatMap(([key, one]) => lost(of, one, `${path}.${key}`));
  }
  if (Object.hasOwn(KINDS, type)) {
    return KINDS[type as Kind](value) ? [] : [`${path} is no ${type}: ${JSON.stringify(value)}`];
  }
  const keys = TYPES[type] ?? {};
  if (!isObject(value)) return [`${path} is no ${type}`];
  return Object.entries(value)
    .filter(([key]) => !key.startsWith("c_"))
    .flatMap(([key, one]) => {
      const kind = Object.hasOwn(keys, key) ? keys[key] : undefined;
      return kind === undefined
        ? [`${path}.${key} is no key of it`]
        : lost(kind, one, `${path}.${key}`);
    });
}

/** The same of a list and its envelope (1.9). */
export function lostOfList(type: string, lookup: string | null, body: unknown): string[] {
  if (!isObject(body)) return ["the envelope is no object"];
  const { data, nbrofresults, lookup: found = null } = body;
  return [
    ...lost(`[${type}]`, data),
    ...lost("int", nbrofresults, "nbrofresults"),
    ...(lookup === null ? [] : lost(lookup, found ?? "missing", "lookup")),
  ];
}
