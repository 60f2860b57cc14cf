/** Looks at the bytes of one file as they stream by, before any of them is stored. */
export interface Scan {
  push(bytes: Buffer): void | Promise<void>;
  verdict(): Promise<'clean' | 'refused'>;
}

/** Begins a scan. There is none by default, and the pages that take files say so. */
export type Scanner = (about: { mediaType: string }) => Scan;

export const FILE_SCANNERS = Symbol('FILE_SCANNERS');
