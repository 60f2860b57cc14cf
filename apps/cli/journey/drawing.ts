import { createHash } from 'node:crypto';

/** Chance that is the same in every run: what is drawn depends on the seed and on what it is drawn for, never on the order. */
export class Drawing {
  constructor(readonly seed: string) {}

  /** At least 0, below 1. */
  number(...about: (string | number)[]): number {
    return createHash('sha256').update(JSON.stringify([this.seed, ...about])).digest().readUIntBE(0, 6) / 2 ** 48;
  }

  /** From `least` to `most`, both included. */
  whole(least: number, most: number, ...about: (string | number)[]): number {
    return least + Math.floor(this.number(...about) * (most - least + 1));
  }

  oneOf<T>(options: readonly T[], ...about: (string | number)[]): T {
    return options[this.whole(0, options.length - 1, ...about)]!;
  }

  /** True once in `times`. */
  happens(times: number, ...about: (string | number)[]): boolean {
    return this.whole(1, times, ...about) === 1;
  }

  /** The items in an order of chance. */
  shuffled<T>(items: readonly T[], keyOf: (item: T) => string | number, ...about: (string | number)[]): T[] {
    return items.map((item) => ({ item, at: this.number(...about, keyOf(item)) })).sort((a, b) => a.at - b.at).map(({ item }) => item);
  }
}
