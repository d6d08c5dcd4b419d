/** Modules that say nothing about their types. */

declare module "jsbarcode/bin/barcodes/CODE128/CODE128_AUTO.js" {
  // The package is CommonJS: what it exports as default is a property of the module's default.
  const encoder: {
    readonly default: new (
      text: string,
      options: object,
    ) => { readonly encode: () => { readonly data: string } };
  };
  export default encoder;
}

/** What wrangler makes of an imported `.bin` file. */
declare module "*.bin" {
  const bytes: ArrayBuffer;
  export default bytes;
}
