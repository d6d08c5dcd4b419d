// Health and the paths of nobody.
import type { Probe, Source } from "./probe.ts";

const PATHS =
  "/ /health /Health /health/ //health /.env /.git/config /passculture /passculture/ /v1/events " +
  "/operator /operator/v2 /%00 /%ff /..%2f..%2fetc/passwd /?__proto__=1 /favicon.ico /t/x";
const METHODS = "GET POST PUT DELETE PATCH OPTIONS HEAD PROPFIND".split(" ");

export const elsewhere: Source = (dice): Probe => {
  const path = dice.chance(0.9)
    ? dice.oneOf(PATHS.split(" "))
    : `/${"x".repeat(dice.whole(1, 4_000))}`;
  const method = dice.oneOf(METHODS);
  const hasBody = method === "POST" || method === "PUT";
  return {
    name: `${method} ${path.slice(0, 60)}`,
    method,
    path,
    headers: {},
    body: Buffer.from(hasBody ? "x".repeat(dice.whole(0, 2_000)) : ""),
    verdict: "perhaps",
  };
};
