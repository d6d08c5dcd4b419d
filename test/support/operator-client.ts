// The venue's staff: the operator API as a test needs it. Anything but a 2xx is an error.

export interface Price {
  readonly id: string;
  readonly area: string;
  readonly label: string;
  readonly amount: number;
  readonly currency: string;
}

export interface DateConfiguration {
  readonly event: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly salesEndAt?: string | null;
  readonly status?: "on_sale" | "closed" | "cancelled";
  readonly areas: readonly {
    readonly id: string;
    readonly label: string;
    /** Of a counted area. */
    readonly capacity?: number | null;
    /** Of a seated one. */
    readonly plan?: object;
  }[];
  readonly prices: readonly Price[];
  readonly allotments?: readonly {
    readonly channel: string;
    readonly area: string;
    readonly places: number;
  }[];
}

export interface DateState {
  /** At partners that know only integers. */
  readonly number: number;
  readonly areas: readonly {
    readonly id: string;
    readonly capacity: number | null;
    readonly issued: number;
    readonly used: number;
    readonly held: number;
    readonly blocked: number;
    readonly free: number | null;
  }[];
  /** Tickets that the registry has not been told about yet. */
  readonly unpublished: number;
  readonly prices: readonly (Price & {
    readonly remaining: Readonly<Record<string, number | null>>;
  })[];
}

export interface Ticket {
  readonly serial: number;
  readonly barcode: string;
  readonly state: "held" | "issued" | "used" | "void";
  readonly channel: string;
  readonly price: string;
  readonly area: string;
  readonly amount: number;
  readonly seat: string | null;
}

export interface Audit {
  readonly ok: boolean;
  readonly problems: readonly unknown[];
}

export interface Partner {
  readonly id: string;
  readonly publicKey: string | null;
  readonly secret: string | null;
}

export type ListingKind = "stock_id_at_provider" | "stock_id";

const PAGE_ROWS = 500;
const PAGES_MAX = 20;

export class OperatorClient {
  readonly #base: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#base = `${url}/operator/v1`;
    this.#token = token;
  }

  async putEvent(id: string): Promise<void> {
    const venue = { name: "Théâtre de l'Île", timeZone: "Europe/Paris" };
    await this.#call("PUT", `/events/${id}`, { title: "Cyrano", venue });
  }

  /** The whole event, with what its tickets show. */
  async describeEvent(id: string, event: object): Promise<void> {
    await this.#call("PUT", `/events/${id}`, event);
  }

  /** A link to these tickets as one PDF. */
  async linkTickets(barcodes: readonly string[]): Promise<string> {
    const answer = (await this.#call("POST", "/ticket-links", { barcodes })) as { url: string };
    return answer.url;
  }

  async putDate(id: string, configuration: DateConfiguration): Promise<void> {
    await this.#call("PUT", `/dates/${id}`, configuration);
  }

  async date(id: string): Promise<DateState> {
    return (await this.#call("GET", `/dates/${id}`)) as DateState;
  }

  /** Every ticket of the date, asked of the date itself, page by page. */
  async tickets(id: string): Promise<Ticket[]> {
    const tickets: Ticket[] = [];
    let after: number | null = 0;
    for (let page = 0; after !== null; page++) {
      if (page === PAGES_MAX) throw new Error(`more than ${PAGES_MAX} pages of tickets`);
      const path = `/dates/${id}/tickets?after=${after}&limit=${PAGE_ROWS}`;
      const answer = (await this.#call("GET", path)) as { tickets: Ticket[]; next: number | null };
      tickets.push(...answer.tickets);
      after = answer.next;
    }
    return tickets;
  }

  async ticket(barcode: string): Promise<Ticket> {
    return (await this.#call("GET", `/tickets/${barcode}`)) as Ticket;
  }

  async cancelTicket(barcode: string): Promise<void> {
    await this.#call("POST", `/tickets/${barcode}/cancellation`);
  }

  /** Admits the ticket's holder. */
  async scan(barcode: string): Promise<void> {
    await this.#call("POST", "/scans", { barcode });
  }

  async sell(date: string, price: string, quantity: number): Promise<void> {
    await this.#call("POST", `/dates/${date}/sales`, { price, quantity });
  }

  /** Barcodes of the venue's own, for the tickets that a channel sells of an area. */
  async importBarcodes(
    date: string,
    place: { readonly area: string; readonly channel: string },
    barcodes: readonly string[],
  ): Promise<void> {
    const path = `/dates/${date}/imports?${new URLSearchParams(place).toString()}`;
    await this.#call("POST", path, { barcodes });
  }

  async audit(id: string): Promise<Audit> {
    return (await this.#call("GET", `/dates/${id}/audit`)) as Audit;
  }

  async republish(id: string): Promise<void> {
    await this.#call("POST", `/dates/${id}/republish`);
  }

  async putBlock(date: string, id: string, block: object): Promise<void> {
    await this.#call("PUT", `/dates/${date}/blocks/${id}`, block);
  }

  async putListing(kind: ListingKind, id: string, date: string, price: string): Promise<void> {
    const path = `/listings/passculture/${kind}/${encodeURIComponent(id)}`;
    await this.#call("PUT", path, { date, price });
  }

  /** A new partner; its secret is in the answer this once. */
  async putPartner(id: string, body: object): Promise<Partner> {
    return (await this.#call("PUT", `/partners/${id}`, body)) as Partner;
  }

  async rotatePartner(id: string): Promise<Partner> {
    return (await this.#call("POST", `/partners/${id}/rotation`, {})) as Partner;
  }

  async revokePartner(id: string): Promise<void> {
    await this.#call("POST", `/partners/${id}/revocation`);
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.#base + path, {
      method,
      headers: { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }
}
