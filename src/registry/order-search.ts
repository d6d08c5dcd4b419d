/** Orders as a partner searches them. They lag behind their objects by a moment. */
import { ORDER_COLUMNS, type OrderRow, toOrderCard } from "./orders.ts";
import type { OrderCard } from "../core/orders.ts";
import { type Search, type Searchable, search, type Searched } from "./search.ts";

const ORDERS: Searchable = {
  from: `orders WHERE true`,
  columns: ORDER_COLUMNS,
  fields: {
    number: `number`,
    channel: `channel`,
    contact: `contact`,
    status: `status`,
    createdAt: `created_at`,
    changedAt: `changed_at`,
  },
  key: `number`,
};

export async function searchOrders(
  registry: D1Database,
  wanted: Search,
): Promise<Searched<OrderCard>> {
  const { rows, total } = await search<OrderRow>(registry, ORDERS, wanted);
  return { rows: rows.map(toOrderCard), total };
}
