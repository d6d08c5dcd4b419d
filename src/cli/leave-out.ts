// What the bundle leaves out of the PDF writer: a ticket needs its core, and whoever asks for the
// first PDF waits until all of it is read and compiled (60 ms of processor time with everything in
// it). A test prints tickets with the bundle as it ships.
import type { Plugin } from "esbuild";

/** Of these a module counts only if something of it is used. Their packages don't say so themselves. */
const PURE = /^(@cantoo\/pdf-lib|culori|html-entities|node-html-better-parser)$/;
const WITHIN_PURE = /node_modules\/(@cantoo\/pdf-lib|culori|html-entities)\//;

/** Read at the start by modules that are needed, but only for what tickets don't use. */
const LEFT_OUT: readonly { readonly module: RegExp; readonly instead: string }[] = [
  // Metrics of Helvetica and its like: tickets embed a font of their own.
  { module: /@cantoo\/pdf-lib\/es\/packages\/standard-fonts\//, instead: "{ FontNames: {} }" },
  // Colours in every notation: ours are parsed where the operator sets them.
  { module: /node_modules\/culori\//, instead: "{ converter: () => undefined }" },
];

const RESOLVED = Symbol("already resolved by this plug-in");

export const leaveOut: Plugin = {
  name: "leave-out",
  setup(build) {
    build.onResolve({ filter: /./ }, async ({ path, pluginData, ...from }) => {
      // All else esbuild had better find itself: what a plug-in finds is of no package for it.
      if (pluginData === RESOLVED || !(PURE.test(path) || WITHIN_PURE.test(from.importer))) {
        return undefined;
      }
      const found = await build.resolve(path, { ...from, pluginData: RESOLVED });
      return { ...found, sideEffects: false };
    });
    for (const { module, instead } of LEFT_OUT) {
      build.onLoad({ filter: module }, () => ({ contents: `module.exports = ${instead};` }));
    }
  },
};
