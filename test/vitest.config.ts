// The kinds of tests: pure ones on Node, those of the objects inside workerd, and black-box ones
// that start the real server and talk to it over sockets.
import { join } from "node:path";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { memoryFolder } from "./support/memory-folder.ts";

// The secrets that the Worker requires: a fresh clone has none, and each kind of test has its own.
Object.assign(process.env, {
  OPERATOR_TOKEN: "an-operator-token-for-tests-only",
  BARCODE_KEY: "a-barcode-key-for-tests-only",
  HOLDER_KEY: "a-holder-key-for-tests-only",
  KEYRING_KEY: "a-keyring-key-for-tests-only",
  PASSCULTURE_HMAC_KEYS: "a-pass-culture-key-for-tests-only",
});

// Half of the start of a server is compiling wrangler or miniflare, the same each time.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "../node_modules/.cache/compiled");

// Windows write each transaction to the disk before they answer, and tests would mostly wait for it.
const folder = memoryFolder();
if (folder !== null) process.env["TMPDIR"] ??= folder;

/** Only what hangs is cut off: how fast a machine is must not decide. */
const TEST_MS = 120_000;
/** A CommonJS package comes as Node itself and the Worker's bundler give it. */
const AS_BUNDLED = { interopDefault: false };

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: "../node_modules/.vite",
  test: {
    retry: 0,
    silent: "passed-only",
    // The servers of the black-box tests have processes of their own: more at once only wait.
    maxWorkers: 2,
    // `isolate: false` below: a worker, with its runtime, serves one file after the other. Files share
    // nothing but the registry's tables, and each leaves clocks and globals as they were.
    projects: [
      {
        test: {
          name: "unit",
          isolate: false,
          include: ["*.test.ts", "{unit,mutants}/**/*.test.ts"],
          testTimeout: TEST_MS,
          deps: AS_BUNDLED,
        },
      },
      {
        plugins: [
          cloudflareTest({
            main: "../src/index.ts",
            wrangler: { configPath: "../wrangler.toml" },
          }),
        ],
        test: {
          name: "worker",
          isolate: false,
          include: ["worker/**/*.test.ts"],
          // The first call of a file starts the objects' code, which a busy machine does slowly.
          testTimeout: TEST_MS,
          setupFiles: ["worker/setup.ts"],
          // More than the short form of the model, and seeds to see a failure again.
          provide: {
            modelRuns: Number(process.env["MODEL_RUNS"] ?? 0),
            modelSeed: Number(process.env["MODEL_SEED"] ?? 0),
            wiresSeed: Number(process.env["WIRES_SEED"] ?? 0),
            inspectorRuns: Number(process.env["INSPECTOR_RUNS"] ?? 0),
            inspectorSeed: Number(process.env["INSPECTOR_SEED"] ?? 0),
          },
          deps: AS_BUNDLED,
        },
      },
      {
        test: {
          name: "conformance",
          isolate: false,
          include: ["conformance/**/*.test.ts"],
          globalSetup: ["support/bundle.ts"],
          testTimeout: TEST_MS,
        },
      },
      {
        test: {
          name: "e2e",
          isolate: false,
          include: ["{e2e,crash,fuzz}/**/*.test.ts"],
          globalSetup: ["support/bundle.ts"],
          testTimeout: TEST_MS,
        },
      },
    ],
  },
});
