/**
 * Paths as the client writes them: any number of trailing slashes is the same route, an empty
 * segment in the middle is an empty id (contracts/sapiti.md 1.1, 1.7). Never a redirect: the client
 * would follow it without its body.
 */
import { ID_PATTERN } from "../../core/ids.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** `{}` stands for an id. */
export interface Pattern {
  readonly method: Method;
  readonly path: string;
}

export type Matched<Route extends Pattern> =
  | { readonly kind: "route"; readonly route: Route; readonly ids: readonly string[] }
  /** The path is served, but not by this method. */
  | { readonly kind: "other_method" }
  | { readonly kind: "unknown" };

/** Fixed words count before ids; routes are looked at in the order of their table. */
export function matchPath<Route extends Pattern>(
  routes: readonly Route[],
  mount: string,
  method: string,
  path: string,
): Matched<Route> {
  const segments = path.slice(mount.length).replace(/\/+$/, "").split("/").slice(1);
  const fits = routes
    .map((route) => ({ route, ids: idsIn(route.path, segments) }))
    .filter((fit): fit is { route: Route; ids: string[] } => fit.ids !== null);
  const fixed = Math.min(...fits.map(({ ids }) => ids.length));
  const exact = fits.filter(({ ids }) => ids.length === fixed);
  const found = exact.find(({ route }) => route.method === method);
  if (found !== undefined) return { kind: "route", ...found };
  return { kind: fits.length === 0 ? "unknown" : "other_method" };
}

function idsIn(pattern: string, segments: readonly string[]): string[] | null {
  const wanted = pattern.split("/");
  if (wanted.length !== segments.length) return null;
  const ids: string[] = [];
  for (const [index, word] of wanted.entries()) {
    const segment = segments[index] ?? "";
    if (word === "{}") ids.push(segment);
    else if (word !== segment) return null;
  }
  return ids;
}

/** Could it be the id of an event or a date? Others are of nobody. */
export function isOwnId(text: string): boolean {
  return ID_PATTERN.test(text);
}
