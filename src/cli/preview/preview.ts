// Brings the preview of a branch up, with a database of its own, and takes it down again.
import { appendFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { rehearsal } from "./rehearsal.ts";
import { down, previewOf, PREVIEW_CONFIG, removeConfig, up, type Preview } from "./steps.ts";
import { installedWrangler } from "./wrangler.ts";

const HELP = `Usage: npm run preview -- up   --branch <name> [options]
       npm run preview -- down --branch <name> [--dry-run]

  up    makes the branch's own D1 database if there is none, applies schema.sql to it,
        uploads the Worker as a preview, and prints its address as the last line
  down  deletes the preview and its database; what is already gone is fine

Options
  --branch <name>        the branch, by its full name
  --jurisdiction <eu|us|fedramp>
                         where a new database must stay; empty means anywhere
  --location <hint>      where a new database should be: weur, eeur, apac, oc, wnam, enam
  --secrets-file <file>  the preview's secrets, as JSON or in .env format
  --random-secrets       gives the preview a random value for each required secret it lacks
  --dry-run              prints the wrangler commands and writes ${PREVIEW_CONFIG},
                         but runs nothing and needs no account
  --help                 prints this

In a GitHub workflow the address and the name go to $GITHUB_OUTPUT as url and name.
CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID say whose account it is.`;

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`preview: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function main(argv: string[]): Promise<void> {
  const { values: options, positionals } = readArguments(argv);
  if (options.help) return console.log(HELP);
  const [command, ...rest] = positionals;
  if ((command !== "up" && command !== "down") || rest.length > 0) {
    throw new Error(`Say either "up" or "down", once; --help explains both.`);
  }
  if (options.branch === undefined) {
    throw new Error("Which branch? Pass it with --branch <name>.");
  }
  if (options.randomSecrets && options.secretsFile !== undefined) {
    throw new Error("Pass either --secrets-file or --random-secrets, not both.");
  }
  const preview = await previewOf(options.branch, process.cwd());
  if (options.dryRun) return rehearse(command, preview, options);
  const wrangler = installedWrangler(preview.directory, (line) => console.error(line));
  if (command === "down") return down(preview, wrangler);
  try {
    report(preview, await up(preview, options, wrangler));
  } finally {
    removeConfig(preview);
  }
}

type Options = ReturnType<typeof readArguments>["values"];

function readArguments(argv: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      branch: text,
      jurisdiction: text,
      location: text,
      "secrets-file": text,
      "random-secrets": flag,
      "dry-run": flag,
      help: flag,
    },
  });
  const { "secrets-file": secretsFile, "random-secrets": randomSecrets } = values;
  return {
    values: { ...values, secretsFile, randomSecrets, dryRun: values["dry-run"] },
    positionals,
  };
}

async function rehearse(command: "up" | "down", preview: Preview, options: Options) {
  const print = (line: string) => console.log(line);
  if (command === "up") {
    await up(preview, options, rehearsal([], print));
    console.log(`Nothing was run. The configuration is in ${PREVIEW_CONFIG}.`);
  } else {
    await down(preview, rehearsal([preview.database], print));
    console.log("Nothing was run.");
  }
}

function report(preview: Preview, address: string): void {
  const output = process.env["GITHUB_OUTPUT"];
  if (output) appendFileSync(output, `name=${preview.name}\nurl=${address}\n`);
  console.log(address);
}
