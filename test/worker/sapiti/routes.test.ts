// The list of routes against which partners are kept apart is complete, and so is the matching of
// paths: slashes, fixed words before ids, and empty ids in the middle.
import { describe, expect, it } from "vitest";
import { matchPath } from "../../../src/doors/sapiti/paths.ts";
import { ROUTES } from "../../../src/doors/sapiti/routes.ts";
import { CLIENT_METHODS } from "../../support/sapiti-methods.ts";
import { attempts, type Belongings } from "../../support/sapiti-routes.ts";

const BELONGINGS: Belongings = {
  house: {
    event: "e",
    date: { id: "d" },
    stock: "STK-d",
  },
  openOrder: "1",
  order: "2",
  openProduct: "1-1",
  product: "2-1",
  payment: "2-0",
  contact: "c",
  codes: [],
  venue: "v",
};

describe("the routes of the door", () => {
  it("are each tried with the ids of another partner", () => {
    const names = (routes: readonly { method: string; path: string }[]) =>
      [...new Set(routes.map(({ method, path }) => `${method} ${path}`))].toSorted();
    expect(names(attempts(BELONGINGS))).toEqual(names(ROUTES));
  });

  it("are what the client's methods call, and nothing else", () => {
    const called = CLIENT_METHODS.map(({ method, path }) => {
      const matched = matchPath(ROUTES, "/v1", method, `/v1/${path}`);
      return matched.kind === "route" ? `${method} ${matched.route.path}` : `${method} ${path}`;
    });
    const served = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(called)].toSorted()).toEqual(served.toSorted());
  });

  it("are each there once", () => {
    const names = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

describe("a path", () => {
  const match = (method: string, path: string) => {
    const matched = matchPath(ROUTES, "/v1", method, path);
    return matched.kind === "route" ? [matched.route.path, ...matched.ids] : matched.kind;
  };

  it.each(["", "/", "//", "/////"])("ends in any number of slashes (%j)", (slashes) => {
    expect(match("GET", `/v1/agenda/events${slashes}`)).toEqual(["agenda/events"]);
    expect(match("GET", `/v1/agenda/events/EV-1${slashes}`)).toEqual(["agenda/events/{}", "EV-1"]);
  });

  it("means its fixed words before any id", () => {
    expect(match("GET", "/v1/shop/products/stocks//")).toEqual(["shop/products/stocks"]);
    expect(match("GET", "/v1/shop/orders/tickets//")).toEqual(["shop/orders/tickets"]);
    expect(match("DELETE", "/v1/shop/orders/payments//")).toBe("other_method");
    expect(match("DELETE", "/v1/shop/orders//")).toBe("other_method");
    expect(match("PATCH", "/v1/shop/orders//")).toBe("other_method");
  });

  it("keeps an empty id in the middle, and is not shortened by it", () => {
    expect(match("PATCH", "/v1/accesscontrol/events//control//")).toEqual([
      "accesscontrol/events/{}/control",
      "",
    ]);
    expect(match("GET", "/v1//agenda/events//")).toBe("unknown");
  });

  it("that nobody knows is unknown by any method", () => {
    expect(match("GET", "/v1/")).toBe("unknown");
    expect(match("POST", "/v1/nowhere//")).toBe("unknown");
    expect(match("GET", "/v1/agenda/events/EV-1/more/")).toBe("unknown");
  });
});
