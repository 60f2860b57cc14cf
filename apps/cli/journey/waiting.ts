import { setTimeout as sleep } from 'node:timers/promises';

/** A worker that was killed comes back, and what it held is given out again: that takes up to a minute. */
const patience = 240_000;

/** Asks until there is an answer. The clock of the platform may stand; this waits by the wall's. @throws Error saying what never came */
export async function until<T>(what: string, probe: () => Promise<T | undefined | false>): Promise<T> {
  const stop = Date.now() + patience;
  for (let wait = 50; ; wait = Math.min(wait * 1.5, 1000)) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > stop) throw new Error(`waited ${patience / 1000} s in vain until ${what}`);
    await sleep(wait);
  }
}

/** Does `work` for every item, so many at a time; the results in the order of the items. The first failure ends it. */
export async function inParallel<Item, Result>(items: readonly Item[], atOnce: number, work: (item: Item, index: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const runner = async () => {
    while (next < items.length) {
      const index = next++;
      try {
        results[index] = await work(items[index]!, index);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, runner));
  return results;
}
