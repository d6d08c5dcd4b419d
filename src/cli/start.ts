// `npm start`: a whole window on this machine, with secrets, registry and a demo season, and what
// one needs to try it.
import { demoStocks, DEMO_STOCK, loadDemoSeason } from "./demo-season.ts";
import { DEV_SECRETS_FILE, findDevSecrets } from "./dev-secrets.ts";
import { applySchema, DevServer, waitForPort } from "./dev-server.ts";

const DEFAULT_PORT = 8787;
const PARENT_CHECK_MS = 500;

async function main(): Promise<void> {
  const port = readPort();
  const { secrets, created, added } = findDevSecrets();
  if (created) console.log(`Made ${DEV_SECRETS_FILE} with random secrets.`);
  if (added.length > 0) console.log(`Added ${added.join(", ")} to ${DEV_SECRETS_FILE}.`);
  await waitForPort(port);
  console.log("Starting the window …");
  await applySchema();
  const server = await DevServer.start(port, secrets.PASSCULTURE_SANDBOX_HMAC_KEYS);
  stopWithThisProcess(server);
  const url = `http://127.0.0.1:${port}`;
  const loaded = await loadDemoSeason(url, secrets.OPERATOR_TOKEN);
  console.log(welcome(url, loaded));
  server.showLog();
  await server.ended();
}

function readPort(): number {
  const port = Number(process.env["PORT"] ?? DEFAULT_PORT);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`PORT is ${process.env["PORT"]}; it must be a number from 1 to 65535.`);
}

function stopWithThisProcess(server: DevServer): void {
  const stop = () => void server.stop().then(() => process.exit(0));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, stop);
  // npm killed outright can't tell us: a window without its terminal would hold the port for ever.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, PARENT_CHECK_MS).unref();
}

function welcome(url: string, loaded: number): string {
  const width = Math.max(...demoStocks.map(([stock]) => stock.length));
  return `
Guichet is open at ${url} (${loaded === 0 ? "with the data it had" : `with ${loaded} demo dates`})

  Booking URL        ${url}/passculture/booking
  Cancellation URL   ${url}/passculture/cancellation
  Operator API       ${url}/operator/v1/docs
  Operator token     OPERATOR_TOKEN in ${DEV_SECRETS_FILE}

  Demo stocks
${demoStocks.map(([stock, shows]) => `    ${stock.padEnd(width)}   ${shows}`).join("\n")}

Book a seat as pass Culture would, from another terminal:

  npm run book -- --url ${url} --stock ${DEMO_STOCK}

Ctrl-C stops the window; its data stay.
`;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
