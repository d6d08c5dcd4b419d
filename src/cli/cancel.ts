// `npm run cancel`: plays pass Culture giving tickets back to a window.
import { send, succeeded } from "./passculture/call.ts";
import * as options from "./passculture/options.ts";
import * as print from "./passculture/print.ts";
import { cancellationRequest } from "./passculture/request.ts";
import { signedCall } from "./passculture/wire.ts";

const PATH = "/passculture/cancellation";

const HELP = `Plays pass Culture cancelling tickets at a ticket window.

  npm run cancel -- [options] BARCODE...

${options.CALL_HELP}

Examples
  npm run cancel -- 7K3QW9XD2M4TZ8VB5N1C
  npm run cancel -- --url https://guichet.example.workers.dev 7K3QW9XD2M4TZ8VB5N1C

The exit code is 0 for a cancellation, 1 for a refusal or no answer, 2 for a wrong option.`;

async function cancel(args: readonly string[]): Promise<number> {
  const { values, positionals } = options.parseCommandLine(args, options.CALL_OPTIONS, true);
  if (values.help) {
    console.log(HELP);
    return print.EXIT_OK;
  }
  if (positionals.length === 0) throw new options.UsageError("give the barcodes to cancel");
  const call = options.callOptions(values);
  const signed = signedCall(cancellationRequest(positionals), call.style, call.form, call.keys);
  const url = call.base + PATH;
  print.printCall(url, call, [`barcodes ${positionals.join(" ")}`]);
  const outcome = await send(url, signed);
  print.printOutcome(outcome);
  return succeeded(outcome) ? print.EXIT_OK : print.EXIT_REFUSED;
}

await print.runCommand("cancel", () => cancel(process.argv.slice(2)));
