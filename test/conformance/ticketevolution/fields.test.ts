// Every object has every field of the contract's section 5: clients read them without asking.
import { beforeAll, expect, it } from "vitest";
import { aSale, ordered, type Sale } from "../../support/a-sale.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import type { Json } from "../../support/json.ts";
import { told } from "../../support/ticketevolution-client.ts";

const window = openBuiltWindow();
let sale: Sale;
let order: Json;

beforeAll(async () => {
  sale = await aSale(window);
  order = await ordered(sale, 1);
  told(await sale.client.post(`/ticket_groups/${sale.group.id}/hold`, { quantity: 1 }));
});

const first =
  (path: string, list: string, query: Readonly<Record<string, string>> = {}) =>
  async (): Promise<Json> =>
    told(await sale.client.get(path, query))[list][0];

const OBJECTS: readonly (readonly [string, () => Json, string])[] = [
  [
    "brokerage",
    first("/brokerages", "brokerages"),
    "id url name abbreviation natb_member updated_at",
  ],
  ["office", first("/offices", "offices"), "id url name brokerage"],
  ["category", first("/categories", "categories"), "id name slug url slug_url parent updated_at"],
  [
    "client",
    first("/clients", "clients"),
    `id url name updated_at tags company office addresses email_addresses phone_numbers notes
     balance primary_email_address primary_phone_number primary_billing_address
     primary_shipping_address primary_credit_card`,
  ],
  [
    "event",
    first("/events", "events", { min_and_max_price: "true" }),
    `id url name state occurs_at occurs_at_local updated_at notes owned_by_office products_count
     products_eticket_count available_count popularity_score category venue configuration
     performances avg_price sum_price median_price min_price max_price`,
  ],
  [
    "performer",
    first("/performers", "performers"),
    "id url name slug slug_url category venue popularity_score upcoming_events updated_at",
  ],
  [
    "venue",
    first("/venues", "venues"),
    "id url name slug slug_url location address popularity_score upcoming_events updated_at",
  ],
  ["configuration", first("/configurations", "configurations"), "id url name venue seating_chart"],
  [
    "ticket group",
    async () =>
      told(await sale.client.get(`/ticket_groups/${sale.group.id}`, { ticket_list: "true" })),
    `id url type section row quantity available_quantity splits wholesale_price retail_price format
     eticket instant_delivery in_hand in_hand_on wheelchair view_type featured public_notes
     external_notes broker_notes internal_notes signature remote_id office event updated_at
     ticket_list`,
  ],
  [
    "listing",
    async () => told(await sale.client.get(`/listings/${sale.group.id}`)),
    `id automated available_quantity discounted event featured format in_hand in_hand_date
     instant_delivery owned public_notes quantity splits section row retail_price wholesale_price
     type view_type wheelchair signature`,
  ],
  [
    "hold",
    async () => first(`/ticket_groups/${sale.group.id}/ticket_holds`, "ticket_holds")(),
    "id quantity price low_seat held_for_type held_for_id hold_until notes state",
  ],
  [
    "ticket",
    async () => first("/tickets", "tickets", { ticket_group_id: String(sale.group.id) })(),
    "id seat state",
  ],
  [
    "order",
    () => order,
    `id url order_group_id created_at updated_at created_by created_by_ip_address child_orders state
     buyer_state seller_state was_auto_pended was_auto_accepted was_auto_canceled client buyer seller
     patron_type seller_is_pos partner billing_address total balance shipping service_fee
     additional_expense tax discount refunded pending_non_refund_payments_total
     seller_rejection_reason buyer_rejection_reason seller_cancellation_reason
     seller_cancellation_notes buyer_cancellation_reason buyer_cancellation_notes items shipments
     payments substitutions instructions po_number reference consignment spec oth_created
     fraud_check_status`,
  ],
  [
    "order item",
    () => order.items[0],
    `id order_item_id order_item_link_id delivery_id url quantity price cost seats has_spec_tickets
     needs_sub needs_eticket eticket_available eticket_delivery eticket_finalized
     eticket_finalized_at eticket_downloaded_at eticket_updated_at eticket_pdf_pages
     eticket_file_size eticket_thumbnails eticket_downloads_by_broker
     eticket_downloads_by_customer created_at updated_at ticket_group`,
  ],
  [
    "sold ticket group",
    () => order.items[0].ticket_group,
    `id url section row quantity seats retail_price wholesale_price remote_id external_notes format
     in_hand in_hand_on office_id office_name brokerage_id brokerage_name event tickets`,
  ],
  [
    "shipment",
    first("/shipments", "shipments"),
    `id url type state service_type service_type_display tracking_number airbill ship_to_name
     ship_to_company_name phone_number address signature_type name items order updated_at`,
  ],
];

it.each(OBJECTS)("a %s", async (_name, object, fields) => {
  expect(Object.keys(await object())).toEqual(expect.arrayContaining(fields.split(/\s+/)));
});
