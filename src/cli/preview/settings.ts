// What deploying needs to know of a configuration file, read as wrangler itself reads it.
import * as z from "zod";

/** wrangler's own types of a configuration do not reach us: they live in a package it bundles. */
const Configuration = z.object({
  name: z.string({ error: "the Worker has no name" }),
  secrets: z.object({ required: z.array(z.string()).optional() }).optional(),
  previews: z
    .object({ d1_databases: z.array(z.object({ database_id: z.string().optional() })).optional() })
    .optional(),
});

export interface Settings {
  readonly worker: string;
  readonly requiredSecrets: readonly string[];
  readonly previewDatabaseIds: readonly (string | undefined)[];
}

export async function readSettings(configPath: string): Promise<Settings> {
  // It takes a second to load, for which no mistake on the command line should have to wait.
  const { unstable_readConfig: read } = await import("wrangler");
  const parsed = Configuration.safeParse(read({ config: configPath }, { hideWarnings: true }));
  if (!parsed.success) throw new Error(`${configPath}:\n${z.prettifyError(parsed.error)}`);
  const { name, secrets, previews } = parsed.data;
  return {
    worker: name,
    requiredSecrets: secrets?.required ?? [],
    previewDatabaseIds: (previews?.d1_databases ?? []).map((database) => database.database_id),
  };
}
