/** What Ticket Evolution's callers sign by mistake (contracts/ticketevolution.md 8). */
import { decodeUtf8 } from "../../core/bytes.ts";
import { candidates, type SignedRequest } from "../../doors/ticketevolution/signature.ts";
import { otherForms } from "../json-forms.ts";
import type { WrongTexts } from "../mistakes.ts";

const THEIR_HOSTS = [
  "api.ticketevolution.com",
  "api.sandbox.ticketevolution.com",
  "api.staging.ticketevolution.com",
];
const PORTS = ["80", "443", "3000", "8080", "8787"];

export function wrongTexts(wire: SignedRequest, token: string): WrongTexts {
  const { method, path, query } = wire;
  const host = wire.host.replace(/:\d{1,5}$/, "").toLowerCase();
  const body = decodeUtf8(wire.body) ?? "";
  const [first] = candidates(wire, { rubyBodies: false });
  const usual = decodeUtf8(first?.text ?? wire.body) ?? "";
  const data = usual.slice(usual.indexOf("?") + 1);
  const text = (changes: { method?: string; host?: string; path?: string; data?: string }) => {
    const all = { method, host, path, data, ...changes };
    return `${all.method} ${all.host}${all.path}?${all.data}`;
  };
  return {
    "query-unsorted": [text({ data: query }), text({ data: decoded(query) })],
    "question-mark-missing": [usual.replace("?", ""), `${method} ${host}${path}`],
    "question-mark-doubled": [text({ data: `?${data}` })],
    "scheme-left-in": ["https://", "http://"].map((scheme) => text({ host: scheme + host })),
    "port-left-in": PORTS.map((port) => text({ host: `${host}:${port}` })),
    "host-case": [text({ host: host.toUpperCase() }), text({ host: capital(host) })],
    "host-missing": [text({ host: "" })],
    "other-host": THEIR_HOSTS.filter((other) => other !== host).map((other) =>
      text({ host: other }),
    ),
    "version-missing": [text({ path: path.replace(/^\/v\d+/, "") })],
    "other-version": ["/v9", "/v10"].map((version) =>
      text({ path: path.replace(/^\/v\d+/, version) }),
    ),
    "path-slash": [text({ path: `${path}/` }), text({ path: path.replace(/\/$/, "") })],
    "path-decoded": [text({ path: decoded(path) })],
    "method-case": [text({ method: method.toLowerCase() }), text({ method: capital(method) })],
    "method-missing": [usual.slice(method.length + 1), usual.slice(method.length)],
    "other-method": ["GET", "POST", "PUT"].map((other) => text({ method: other })),
    "space-missing": [usual.replace(" ", "")],
    "line-instead-of-space": [usual.replace(" ", "\n"), usual.replace(" ", "+")],
    "query-instead-of-body": body === "" ? [] : [text({ data: query }), text({ data: "" })],
    "query-and-body":
      body === ""
        ? []
        : [query + body, `${query}&${body}`, `${query}?${body}`].map((both) =>
            text({ data: both }),
          ),
    "body-not-signed": body === "" ? [] : [`${method} ${host}${path}`],
    "query-not-signed": query === "" ? [] : [text({ data: "" })],
    "query-decoded": [text({ data: decoded(data) }), text({ data: brackets(data) })],
    "query-escaped-twice": [text({ data: encodeURIComponent(data) })],
    "escapes-case": [
      text({ data: data.replaceAll(/%[0-9a-f]{2}/gi, (escape) => escape.toLowerCase()) }),
    ],
    "json-rewritten": otherForms(body).map((other) => text({ data: other })),
    "data-alone": [data, `?${data}`, `${path}?${data}`],
    "token-in-text": [usual + token, token + usual, `${token} ${usual}`],
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function brackets(text: string): string {
  return text.replaceAll(/%5B/gi, "[").replaceAll(/%5D/gi, "]");
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
}
