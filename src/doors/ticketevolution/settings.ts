/** Settings of the seller: nothing is added to a price here, and e-tickets cost nothing to send. */
import { whole } from "./answers.ts";
import type { Handler } from "./call.ts";

export const shippingSettings: Handler = async () =>
  whole("settings", [{ id: "1", type: "Eticket", name: "E-ticket", price: "0.0" }]);

export const serviceFeeSettings: Handler = async () => whole("settings", []);
