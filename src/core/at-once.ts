/** Many small waits, some at once: all of them would press the platform, one by one takes for ever. */

/** The results in the order of the items; at most `atOnceMax` are under way at any time. */
export async function atOnce<Item, Value>(
  atOnceMax: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const results: Value[] = [];
  for (let start = 0; start < items.length; start += atOnceMax) {
    results.push(...(await Promise.all(items.slice(start, start + atOnceMax).map(work))));
  }
  return results;
}
