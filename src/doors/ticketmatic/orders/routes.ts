/** Orders: every call of them, fixed words before numbers (contracts/ticketmatic.md 3.2). */
import { endpoint, type Routes } from "../endpoint.ts";
import { batchOrders, ordersBatchBody } from "./batch.ts";
import { changesQuery, streamChanges } from "./changes.ts";
import * as change from "./change.ts";
import { listOrders, orderQuery } from "./list.ts";
import { getLogs } from "./logs.ts";
import { addPayment, addRefund, paymentBody, refundBody } from "./payments.ts";
import { pdfBody, ticketsPdf } from "./pdf.ts";
import { splitBody, splitOrder } from "./split.ts";
import * as tickets from "./tickets.ts";

export function mountOrders(routes: Routes): void {
  const right = "sell" as const;
  endpoint(routes, "get", "/eventstream", { right, query: changesQuery, run: streamChanges });
  const one = "/orders/:id{[0-9]+}";
  endpoint(routes, "get", "/orders", { right, query: orderQuery, run: listOrders });
  endpoint(routes, "post", "/orders", { right, body: change.createBody, run: change.createOrder });
  endpoint(routes, "post", "/orders/batch", { right, body: ordersBatchBody, run: batchOrders });
  endpoint(routes, "delete", "/orders", {
    right,
    body: change.batchBody,
    run: change.deleteOrders,
  });
  endpoint(routes, "get", one, { right, run: change.getOrder });
  endpoint(routes, "put", one, { right, body: change.updateBody, run: change.updateOrder });
  endpoint(routes, "post", one, { right, run: change.confirmOrder });
  endpoint(routes, "delete", one, { right, run: change.deleteOrder });
  endpoint(routes, "post", `${one}/tickets`, {
    right,
    body: tickets.addBody,
    run: tickets.addTickets,
  });
  endpoint(routes, "put", `${one}/tickets`, {
    right,
    body: tickets.updateBody,
    run: tickets.updateTickets,
  });
  endpoint(routes, "delete", `${one}/tickets`, {
    right,
    body: tickets.deleteBody,
    run: tickets.deleteTickets,
  });
  endpoint(routes, "post", `${one}/payments`, { right, body: paymentBody, run: addPayment });
  endpoint(routes, "post", `${one}/refunds`, { right, body: refundBody, run: addRefund });
  endpoint(routes, "post", `${one}/split`, { right, body: splitBody, run: splitOrder });
  for (const path of [`${one}/pdf`, `${one}/tickets/pdf`]) {
    endpoint(routes, "post", path, { right: "print", body: pdfBody, run: ticketsPdf });
  }
  endpoint(routes, "get", `${one}/logs`, { right, run: getLogs });
}
