import { StartError } from './start-error';

export function inUse(dataDir: string, holder?: number): StartError {
  return new StartError(`The data directory ${dataDir} is in use by another Guildhall${holder ? ` (process ${holder})` : ''}; stop it or set another DATA_DIR.`);
}

/** One sentence for what the server or initdb said before it gave up. */
export function explain(output: string, port: number, dataDir: string): Error {
  if (/could not bind/.test(output)) return new StartError(`Port ${port} for the database is in use; stop what uses it or choose another.`);
  if (/lock file .* already exists|shared memory block.*still in use/s.test(output)) return inUse(dataDir);
  const library = /loading shared libraries: (\S+):/.exec(output) ?? /Library not loaded: (\S+)/.exec(output);
  if (library) return new StartError(`PostgreSQL needs the system library ${library[1]}, which is missing; install it or set DATABASE_URL to a server of your own.`);
  if (/Read-only file system/.test(output)) return new StartError(`Cannot write to ${dataDir}: the disk is read-only.`);
  if (/No space left/.test(output)) return new StartError(`The disk that holds ${dataDir} is full.`);
  return new StartError(`PostgreSQL did not start: ${output.trim().split('\n').slice(-3).join(' ') || 'it gave no reason'}`);
}
