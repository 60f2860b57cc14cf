import { ChangeLog, type Entry } from './log';
import { Ids } from './ids';
import { Indexes } from './indexes';
import { KINDS, type Kind, type Rows } from './rows';

type Tables = { [K in Kind]: Map<string, Rows[K]> };

/**
 * Everything the stand-in knows, in memory, written through to the log.
 * All writing goes through `change`: whole or not at all, here and in the file.
 */
export class World {
  readonly ids: Ids;
  readonly indexes = new Indexes();
  private readonly tables = Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as Tables;
  private readonly log: ChangeLog;
  private readonly listeners: (() => void)[] = [];
  private open: { entry: Entry; undo: (() => void)[] } | null = null;

  constructor(directory: string, seed?: string) {
    this.ids = new Ids(seed);
    this.log = new ChangeLog(directory, (entry) => {
      for (const [kind, id, row] of entry.rows) this.set(kind, id, row);
      this.ids.given = entry.ids;
    });
  }

  /** Milliseconds by the stand-in's own clock: wall time plus what the tests moved it. */
  now(): number {
    return Date.now() + (this.get('clock', 'clock')?.offsetMs ?? 0);
  }

  /** The same in whole seconds, as v1 objects carry it. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  get<K extends Kind>(kind: K, id: string): Rows[K] | undefined {
    return this.tables[kind].get(id) as Rows[K] | undefined;
  }

  /** Oldest first. */
  all<K extends Kind>(kind: K): IterableIterator<[string, Rows[K]]> {
    return this.tables[kind].entries() as IterableIterator<[string, Rows[K]]>;
  }

  count(kind: Kind): number {
    return this.tables[kind].size;
  }

  /** Rows are replaced, never altered in place: a snapshot taken earlier stays what it was. */
  put<K extends Kind>(kind: K, id: string, row: Rows[K] | null): void {
    if (!this.open) throw new Error('writing outside of change()');
    const before = this.tables[kind].get(id) as Rows[K] | undefined;
    this.set(kind, id, row);
    this.open.undo.push(() => this.set(kind, id, before ?? null));
    this.open.entry.rows.push([kind, id, row]);
  }

  /** Runs `work`; its writes are appended as one line, or taken back when it throws. Synchronous, hence never interleaved. */
  change<T>(work: () => T): T {
    if (this.open) return work();
    const open = (this.open = { entry: { ids: 0, rows: [] } as Entry, undo: [] as (() => void)[] });
    try {
      const result = work();
      if (open.entry.rows.length > 0) {
        open.entry.ids = this.ids.given;
        this.log.append(open.entry);
      }
      this.open = null;
      if (open.entry.rows.length > 0) for (const listener of this.listeners) listener();
      return result;
    } catch (error) {
      for (const undo of open.undo.reverse()) undo();
      this.open = null;
      throw error;
    }
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Forgets everything; with a seed the ids that follow are always the same. */
  reset(seed?: string): void {
    this.log.clear();
    for (const kind of KINDS) this.tables[kind].clear();
    this.indexes.clear();
    this.ids.restart(seed);
  }

  close(): void {
    this.log.close();
  }

  private set(kind: Kind, id: string, row: Rows[Kind] | null): void {
    const table = this.tables[kind] as Map<string, Rows[Kind]>;
    this.indexes.update(kind, id, table.get(id) ?? null, row);
    if (row === null) table.delete(id);
    else table.set(id, row);
  }
}
