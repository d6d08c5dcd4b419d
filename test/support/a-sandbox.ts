// A date of the sandbox, and partners that can sell nothing else.
import { randomUUID } from "node:crypto";
import { aPrice, FULL_PRICE, type OpenDate } from "./a-date.ts";
import { OPERATOR_TOKEN } from "./guichet-server.ts";
import type { DateConfiguration, OperatorClient } from "./operator-client.ts";

export const SANDBOX_KEY = "billetterie-hmac-sandbox-2026";
export type Misbehaviour = "late" | "error" | "lost" | "sold_out" | "one_less" | null;

export function sandboxId(): string {
  return `sandbox-${randomUUID().slice(0, 13)}`;
}

export async function aSandboxDate(operator: OperatorClient, capacity = 20): Promise<OpenDate> {
  const id = sandboxId();
  const configuration: DateConfiguration = {
    event: id,
    startsAt: "2031-03-12T20:30:00+01:00",
    endsAt: "2031-03-12T23:00:00+01:00",
    areas: [{ id: "parterre", label: "Parterre", capacity }],
    prices: [aPrice("full", "parterre", FULL_PRICE)],
  };
  await operator.putEvent(id);
  await operator.putDate(id, configuration);
  return { id, stock: `${id}:full`, configuration };
}

/** The status of the operator's call. */
export async function tellSandbox(
  url: string,
  channel: string,
  misbehaviour: string | null,
): Promise<number> {
  const response = await fetch(`${url}/operator/v1/sandboxes/${channel}`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${OPERATOR_TOKEN}` },
    body: JSON.stringify({ misbehaviour }),
  });
  await response.text();
  return response.status;
}
