// Every worker test file starts with the registry's tables.
import { createRegistry } from "./a-date.ts";

await createRegistry();
