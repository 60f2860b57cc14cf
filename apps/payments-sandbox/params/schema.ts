/**
 * What a parameter may be. `empty` may also be '' or null, which unsets it. `any` takes the first that fits.
 * Written by `from-types.ts` into `table.json`, read by `check.ts`.
 */
export type Schema =
  | 'string'
  | 'integer'
  | 'boolean'
  | 'decimal'
  | { enum: string[] }
  | { array: Schema }
  | { map: 'string' }
  | { empty: Schema }
  | { any: Schema[] }
  | { object: Record<string, Schema>; required?: string[] };
