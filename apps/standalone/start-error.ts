/** Something a person can put right. Its message is one plain sentence, printed alone before the start ends with status 1. */
export class StartError extends Error {}

const reasons: Record<string, string> = {
  EROFS: 'the disk is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'part of the path is not a directory',
};

/** Turns a failed write below `path` into a sentence; any other error passes unchanged. */
export function cannotWrite(path: string, error: unknown): unknown {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  return reason ? new StartError(`Cannot write to ${path}: ${reason}.`) : error;
}
