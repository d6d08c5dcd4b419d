// A request of each scheme, with the text that its contract signs, written out by hand.
import type { SignatureScheme } from "../../../src/core/calls.ts";
import type { Question } from "../../../src/inspector/request.ts";

/** The moment of every test. */
export const NOW = Date.parse("2026-05-17T06:30:20Z");
/** Looks as if it were hex and base64, so that it can be decoded by mistake. */
export const SECRET = "Ab12Cd34Ef56";
export const KEY = "AAAA1111-0000-4000-8000-00000000000a";
export const INNER = '{"name": "Léonie", "path": "a/b", "n": 1}';

export interface Known {
  readonly question: Question;
  readonly text: string;
  readonly encoding: "hex" | "base64";
}

function known(
  scheme: SignatureScheme,
  text: string,
  request: Partial<Question["request"]>,
  more: Partial<Question> = {},
): Known {
  const whole = { method: "POST", url: "https://window.test/", headers: [], body: "", ...request };
  const asked = { key: "", timestamp: "", given: "", secret: SECRET, now: NOW, ...more };
  const encoding = scheme === "ticketevolution" ? "base64" : "hex";
  return { question: { scheme, request: whole, ...asked }, text, encoding };
}

const sapitiTime = "2026-05-17T08:30:12+02:00";
const ticketmaticTime = "2026-05-17T06:30:12";
const host = "api.ticketevolution.com";

export const passculture = known("passculture-hmac", INNER, { body: JSON.stringify(INNER) });
export const ed25519 = known("passculture-ed25519", INNER, { body: JSON.stringify(INNER) });
export const sapiti = known(
  "sapiti",
  KEY + sapitiTime,
  { url: "https://window.test/v1/agenda/events//", body: '{"language":"fr"}' },
  { key: KEY, timestamp: sapitiTime },
);
export const ticketmatic = known(
  "ticketmatic",
  `${KEY}Salle É${ticketmaticTime}`,
  { method: "GET", url: "https://window.test/api/1/Salle%20%C3%89/events" },
  { key: KEY, timestamp: ticketmaticTime },
);
export const withQuery = known(
  "ticketevolution",
  `GET ${host}/v9/caf%C3%A9?a%5B%5D=x%20y&z=2`,
  { method: "GET", url: `https://${host}/v9/caf%C3%A9?z=2&a%5B%5D=x%20y` },
  { key: KEY },
);
const body = '{"name": "Léonie", "path": "a/b"}';
export const withBody = known(
  "ticketevolution",
  `POST ${host}/v9/clients?${body}`,
  { url: `https://${host}/v9/clients?page=1`, body },
  { key: KEY },
);
