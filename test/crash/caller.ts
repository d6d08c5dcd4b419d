// Calls the window and calls again, with the same bytes, until there is an answer: what a partner
// and a box office do when a window dies under their hands.
import { OPERATOR_TOKEN } from "../support/guichet-server.ts";
import { type Answer, type Call, type PassCulture, send } from "../support/passculture-client.ts";
import { phpJson, type Sapiti } from "../support/sapiti-client.ts";
import type { Json, Method } from "../support/sapiti-words.ts";
import type { Ledger } from "./ledger.ts";

const ATTEMPTS_MAX = 2_000;
const UNAVAILABLE = 503;
const SAPITI_UNAVAILABLE = '"code":1900';

export class Caller {
  readonly #url: string;
  readonly #passCulture: PassCulture;
  readonly #ledger: Ledger;
  readonly #open: () => Promise<void>;

  /** `open` waits until the window is open again. */
  constructor(url: string, passCulture: PassCulture, ledger: Ledger, open: () => Promise<void>) {
    this.#url = url;
    this.#passCulture = passCulture;
    this.#ledger = ledger;
    this.#open = open;
  }

  passCulture(path: string, payload: object): Promise<Answer> {
    const { body, headers } = this.#passCulture.signed(payload);
    return this.insist(path, { path, body, headers });
  }

  operator(method: string, path: string, body?: object): Promise<Answer> {
    const headers = {
      Authorization: `Bearer ${OPERATOR_TOKEN}`,
      "Content-Type": "application/json",
    };
    const call = { method, path: `/operator/v1${path}`, headers };
    const what = `${method} ${path.replaceAll(/\/[^/]*[-\dA-Z][^/]*/g, "/…")}`;
    return this.insist(what, {
      ...call,
      ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
    });
  }

  /** The bytes of a Sapiti client, told again while it is told to try again (code 1900). */
  async sapiti(client: Sapiti, method: Method, path: string, parameters: Json): Promise<Answer> {
    const body = Buffer.from(phpJson(client.body(parameters)));
    const headers = { "Content-Type": "application/json" };
    const what = `sapiti ${method} ${path.replaceAll(/\/\d+/g, "/…")}`;
    return this.insist(what, { method, path: `/v1/${path}/`, headers, body });
  }

  /** These bytes, until they are answered. `what` names the call in the report. */
  async insist(what: string, call: Call): Promise<Answer> {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      await this.#open();
      const answer = await send(this.#url, call).catch(() => null);
      if (answer === null) {
        this.#ledger.retries += 1;
        continue;
      }
      this.#ledger.heard(what, answer.status);
      if (answer.status !== UNAVAILABLE && !answer.text.includes(SAPITI_UNAVAILABLE)) return answer;
    }
    throw new Error(`no answer to ${what} after ${ATTEMPTS_MAX} attempts`);
  }
}
