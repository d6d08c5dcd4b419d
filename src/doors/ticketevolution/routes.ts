/**
 * The Ticket Evolution door: `/v9` and `/v10`, every call of it here, in order. Where a word stands
 * in the place of an id, the word comes first. What is not listed is not offered, and says so.
 */
import { Hono } from "hono";
import { type AppContext, type AppEnv } from "../../web/request.ts";
import { type Answer, notOffered, toResponse, type Version } from "./answers.ts";
import { failure, type Handler, signedCall } from "./call.ts";
import { eventStats, listEvents, none, searchEvents, showEvent } from "./catalogue/events.ts";
import { categories, configurations, performers, venues } from "./catalogue/shows.ts";
import * as clients from "./clients/clients.ts";
import { partsOf } from "./clients/parts.ts";
import * as holds from "./inventory/holds.ts";
import { listGroups, listListings, showGroup, showListing } from "./inventory/listings.ts";
import { listTickets, showTicket } from "./inventory/tickets.ts";
import { broadcastGroup, wasteGroup } from "./inventory/withdraw.ts";
import * as actions from "./orders/actions.ts";
import { createOrder, createOrderV10, openOrder } from "./orders/create.ts";
import * as items from "./orders/items.ts";
import { listOrders, listShipments } from "./orders/list.ts";
import { printEtickets, printItem } from "./orders/print.ts";
import { brokerages, offices, users } from "./parties.ts";
import { serviceFeeSettings, shippingSettings } from "./settings.ts";

type Method = "get" | "post" | "put" | "patch" | "delete";
type Route = readonly [method: Method, path: string, handler: Handler];

const CATALOGUE: readonly Route[] = [
  ["get", "/brokerages", brokerages.list],
  ["get", "/brokerages/search", brokerages.search],
  ["get", "/brokerages/:id", brokerages.show],
  ["get", "/offices", offices.list],
  ["get", "/offices/search", offices.search],
  ["get", "/offices/:id", offices.show],
  ["get", "/users", users.list],
  ["get", "/users/search", users.search],
  ["get", "/users/:id", users.show],
  ["get", "/categories", categories.list],
  ["get", "/categories/deleted", none("categories")],
  ["get", "/categories/:id", categories.show],
  ["get", "/configurations", configurations.list],
  ["get", "/configurations/:id", configurations.show],
  ["get", "/venues", venues.list],
  ["get", "/venues/search", venues.search],
  ["get", "/venues/deleted", none("venues")],
  ["get", "/venues/:id", venues.show],
  ["get", "/performers", performers.list],
  ["get", "/performers/search", performers.search],
  ["get", "/performers/deleted", none("performers")],
  ["get", "/performers/:id", performers.show],
  ["get", "/events", listEvents],
  ["get", "/events/search", searchEvents],
  ["get", "/events/deleted", none("events")],
  ["get", "/events/pinned", none("events")],
  ["get", "/events/:id", showEvent],
  ["get", "/events/:id/stats", eventStats],
];

const INVENTORY: readonly Route[] = [
  ["get", "/ticket_groups", listGroups],
  ["get", "/ticket_groups/:id", showGroup],
  ["get", "/listings", listListings],
  ["get", "/listings/:id", showListing],
  ["post", "/ticket_groups/:id/hold", holds.holdGroup],
  ["post", "/ticket_groups/:id/hold/:hold", holds.updateOrReleaseHold],
  ["post", "/ticket_groups/:id/update_hold/:hold", holds.updateHold],
  ["post", "/ticket_groups/:id/release_hold/:hold", holds.releaseHold],
  ["post", "/ticket_groups/:id/take", holds.takeGroup],
  ["post", "/ticket_groups/:id/release_take/:hold", holds.releaseTake],
  ["post", "/ticket_groups/:id/waste", wasteGroup],
  ["post", "/ticket_groups/:id/broadcast", broadcastGroup],
  ["get", "/ticket_groups/:id/ticket_holds", holds.listHoldsOfGroup],
  ["get", "/filtered_tickets/held", holds.listHeld],
  ["get", "/filtered_tickets/taken", holds.listTaken],
  ["get", "/tickets", listTickets],
  ["get", "/tickets/:id", showTicket],
];

const CLIENTS: readonly Route[] = [
  ["get", "/clients", clients.listClients],
  ["get", "/clients/search", clients.searchClients],
  ["post", "/clients", clients.createClients],
  ["get", "/clients/:id", clients.showClient],
  ["put", "/clients/:id", clients.updateClient],
  ...(["email_addresses", "phone_numbers", "addresses"] as const).flatMap((kind): Route[] => {
    const parts = partsOf(kind);
    return [
      ["get", `/clients/:id/${kind}`, parts.list],
      ["post", `/clients/:id/${kind}`, parts.create],
      ["get", `/clients/:id/${kind}/:part`, parts.show],
      ["put", `/clients/:id/${kind}/:part`, parts.update],
      ["delete", `/clients/:id/${kind}/:part`, parts.remove],
    ];
  }),
];

/** Calls of the contract that are not offered, where a word stands in the place of an id. */
const WORDS: readonly Route[] = [
  "/orders/balance",
  "/orders/orders_by_event",
  "/orders/queued_orders",
  "/orders/show_lean",
  "/orders/show_lite",
  "/shipments/status",
  "/ticket_groups/index_cart",
  "/ticket_groups/mass_index",
  "/ticket_groups/upload_history",
].map((path) => ["get", path, notHere]);

const ORDERS: readonly Route[] = [
  ["get", "/orders", listOrders],
  ["post", "/orders", createOrder],
  ["post", "/orders/open", openOrder],
  ["get", "/requests/orders/:id", items.showRequest],
  ["get", "/orders/:id", actions.showOrder],
  ["patch", "/orders/:id", actions.changeOrder],
  ["put", "/orders/:id", actions.changeOrder],
  ["post", "/orders/:id/accept", actions.acceptOrder],
  ["post", "/orders/:id/reject", actions.rejectOrder],
  ["post", "/orders/:id/complete", actions.completeOrder],
  ["post", "/orders/:id/cancel", actions.cancelOrder],
  ["post", "/orders/:id/return", actions.returnOrder],
  ["post", "/orders/:id/pend_to_seller", actions.pendToSeller],
  ["post", "/orders/:id/deliver_etickets", items.deliverEtickets],
  ["post", "/orders/:id/store_etickets", items.deliverEtickets],
  ["get", "/orders/:id/print_etickets", printEtickets],
  ["get", "/orders/:id/items/:item/print_etickets", printItem],
  ["get", "/orders/:id/items", items.listItems],
  ["get", "/orders/:id/items/:item", items.showItem],
  ["post", "/orders/:id/items/:item/add_etickets", items.addEtickets],
  ["get", "/orders/:id/items/:item/remove_etickets", items.removeEtickets],
  ["post", "/orders/:id/items/:item/finalize_etickets", items.finalizeEtickets],
  ["get", "/shipments", listShipments],
  ["get", "/shipments/:id", items.showShipment],
  ["get", "/shipments/:id/pend", items.pendShipment],
  ["get", "/shipments/:id/deliver", items.deliverShipment],
  ["get", "/settings/shipping", shippingSettings],
  ["get", "/settings/service_fees", serviceFeeSettings],
];

export const ROUTES: Readonly<Record<Version, readonly Route[]>> = {
  9: [...WORDS, ...CATALOGUE, ...INVENTORY, ...CLIENTS, ...ORDERS],
  10: [["post", "/orders", createOrderV10]],
};

async function notHere(): Promise<Answer> {
  return notOffered;
}

/** Signed first, also where nothing is: a stranger does not learn what there is. */
async function answer(c: AppContext, handler: Handler): Promise<Answer> {
  const call = await signedCall(c);
  return call.ok ? handler(call.value) : call.answer;
}

export function routesOf(version: Version): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const handleWith = (handler: Handler) =>
    async function ticketevolution(c: AppContext): Promise<Response> {
      return toResponse(await answer(c, handler), version);
    };
  for (const [method, path, handler] of ROUTES[version]) {
    routes.on(method.toUpperCase(), path, handleWith(handler));
  }
  routes.all("*", handleWith(notHere));
  routes.onError((error, c) => toResponse(failure(c, error), version));
  return routes;
}
