// What tests read of an answer, whatever its shape: a wrong one shows as undefined where it is compared.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;
