// One running window for a whole test file: the server, its operator and pass Culture's caller.
import { afterAll, beforeAll } from "vitest";
import { BuiltServer } from "./built-server.ts";
import { GuichetServer, HMAC_KEY, OPERATOR_TOKEN, type Settings } from "./guichet-server.ts";
import { OperatorClient } from "./operator-client.ts";
import { PassCulture } from "./passculture-client.ts";

const HOOK_LIMIT_MS = 90_000;
/** For tests that start a server again or call it a thousand times. */
export const LONG_TEST_MS = 90_000;

export interface Window<Server = GuichetServer> {
  readonly server: Server;
  readonly operator: OperatorClient;
  readonly passCulture: PassCulture;
}

/** To be called at the top of a test file; the fields are there once its tests run. */
export function openWindow(settings: Settings = {}): Window {
  return open(() => GuichetServer.start(settings));
}

/** The same without `wrangler dev` around it: faster to start and to kill. */
export function openBuiltWindow(settings: Settings = {}): Window<BuiltServer> {
  return open(() => BuiltServer.start(settings));
}

function open<Server extends GuichetServer | BuiltServer>(
  start: () => Promise<Server>,
): Window<Server> {
  let server: Server | undefined;
  const running = () => {
    if (server === undefined) throw new Error("the window is not open yet");
    return server;
  };
  beforeAll(async () => {
    server = await start();
  }, HOOK_LIMIT_MS);
  afterAll(async () => {
    await server?.remove();
  }, HOOK_LIMIT_MS);
  return {
    get server() {
      return running();
    },
    get operator() {
      return new OperatorClient(running().url, OPERATOR_TOKEN);
    },
    get passCulture() {
      return new PassCulture(running().url, { hmacKey: HMAC_KEY });
    },
  };
}
