// Runs a program in a process group of its own that ends with whoever started it, however that
// ends: when the standard input closes, nobody is left at its other end.
import { spawn } from "node:child_process";

const [program = "", ...args] = process.argv.slice(2);
const OWN_GROUP = 0;

const child = spawn(process.execPath, [program, ...args], {
  stdio: ["ignore", "inherit", "inherit"],
});
child.on("exit", (code) => process.exit(code ?? 1));
process.stdin.on("end", () => process.kill(OWN_GROUP, "SIGKILL")).resume();
// A gentle end is passed on as the Ctrl-C that wrangler knows.
process.on("SIGTERM", () => child.kill("SIGINT"));
