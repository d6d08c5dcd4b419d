// The last partner calls, as the operator reads them.
import { OPERATOR_TOKEN } from "./guichet-server.ts";

export interface LoggedCall {
  readonly requestId: string;
  readonly door: string;
  readonly partner: string | null;
  readonly proven: boolean;
  readonly key: string | null;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly outcome: string;
  readonly reason: string | null;
  readonly explanation: string | null;
  readonly ms: number;
  readonly detail: {
    readonly said: string | null;
    readonly body: string | null;
    readonly signature: {
      readonly scheme: string;
      readonly fault: string;
      readonly received: { readonly start: string; readonly length: number } | null;
      readonly expected: readonly {
        readonly rule: string;
        readonly text: string;
        readonly start: string | null;
      }[];
      readonly aheadMs: number | null;
    } | null;
    readonly inspector: string | null;
  } | null;
}

export interface CallLog {
  readonly calls: readonly LoggedCall[];
  readonly next: string | null;
  readonly omitted: number;
  /** As it came. */
  readonly text: string;
}

export async function callLog(url: string, query = ""): Promise<CallLog> {
  const response = await fetch(`${url}/operator/v1/calls${query}`, {
    headers: { Authorization: `Bearer ${OPERATOR_TOKEN}` },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`no log: ${response.status} ${text}`);
  return { ...(JSON.parse(text) as Omit<CallLog, "text">), text };
}
