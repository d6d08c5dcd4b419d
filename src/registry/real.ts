/** SQL for what core/sandbox.ts says of names: is it none of the sandbox's? */
export function isReal(column: string): string {
  return `substr(${column} || '-', 1, 8) <> 'sandbox-'`;
}
