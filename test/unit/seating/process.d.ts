// The chooser is typed for Workers; its tests run on Node and read a seed from the environment.
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };
