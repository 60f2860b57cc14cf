import { AsyncLocalStorage } from 'node:async_hooks';

type Fields = Readonly<Record<string, string | number | undefined>>;

const storage = new AsyncLocalStorage<() => Fields>();

/** What every line logged within `work` says beside its text: whose request it is, or which job. Read when a line is written, since who is calling is found out on the way. */
export function withLogFields<T>(fields: () => Fields, work: () => T): T {
  return storage.run(fields, work);
}

export function logFields(): Fields {
  return storage.getStore()?.() ?? {};
}
