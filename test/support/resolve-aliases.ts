import Module from 'node:module';
import { join } from 'node:path';

// Jest compiles a global setup but applies its moduleNameMapper to tests only, so `@app/x` is resolved here.
const resolver = Module as unknown as { _resolveFilename(request: string, ...rest: unknown[]): string };
const original = resolver._resolveFilename.bind(Module);
resolver._resolveFilename = (request, ...rest) => {
  const [, name] = /^@app\/([^/]+)$/.exec(request) ?? [];
  return original(name ? join(__dirname, '..', '..', 'libs', name, 'index.ts') : request, ...rest);
};
