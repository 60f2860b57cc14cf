import { explain } from './postgres-trouble';
import { StartError } from './start-error';

it.each([
  ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', 'Port 5432 for the database is in use; stop what uses it or choose another.'],
  ['FATAL:  lock file "postmaster.pid" already exists', 'The data directory /data is in use by another Guildhall; stop it or set another DATA_DIR.'],
  ['FATAL:  pre-existing shared memory block (key 1)\nis still in use', 'The data directory /data is in use by another Guildhall; stop it or set another DATA_DIR.'],
  ['postgres: error while loading shared libraries: libxml2.so.2: cannot open', 'PostgreSQL needs the system library libxml2.so.2, which is missing; install it or set DATABASE_URL to a server of your own.'],
  ['dyld: Library not loaded: /opt/libicu.dylib', 'PostgreSQL needs the system library /opt/libicu.dylib, which is missing; install it or set DATABASE_URL to a server of your own.'],
  ['could not create file: Read-only file system', 'Cannot write to /data: the disk is read-only.'],
  ['could not write to file: No space left on device', 'The disk that holds /data is full.'],
  ['one\ntwo\nthree\nfour\n', 'PostgreSQL did not start: two three four'],
  ['', 'PostgreSQL did not start: it gave no reason'],
])('%j is told as one sentence', (output, sentence) => {
  const error = explain(output, 5432, '/data');
  expect([error instanceof StartError, error.message]).toEqual([true, sentence]);
});
