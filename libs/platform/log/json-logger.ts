import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Level, type Logger, pino } from 'pino';
import { logFields } from './log-context';
import { masked } from './masked';

/**
 * Nest's logger over pino: one JSON line an entry, with the request or job it belongs to. A message is a text, or an object of
 * fields. Nothing here ever logs a body, a header, an address as it was called or a token, and no mail address.
 */
export class JsonLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(process: string, level: string, destination?: DestinationStream) {
    this.pino = pino({ level, base: { process }, mixin: () => ({ ...logFields() }) }, destination ?? pino.destination(1));
  }

  log = (message: unknown, ...rest: unknown[]): void => this.write('info', message, rest.slice(-1));
  warn = (message: unknown, ...rest: unknown[]): void => this.write('warn', message, rest);
  error = (message: unknown, ...rest: unknown[]): void => this.write('error', message, rest);
  debug = (message: unknown, ...rest: unknown[]): void => this.write('debug', message, rest.slice(-1));
  verbose = (message: unknown, ...rest: unknown[]): void => this.write('trace', message, rest.slice(-1));
  fatal = (message: unknown, ...rest: unknown[]): void => this.write('fatal', message, rest);

  private write(level: Level, message: unknown, rest: unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const { stack, context } = origin(rest);
    if (isFields(message)) this.pino[level]({ context, ...maskedFields(message) });
    else this.pino[level]({ stack, context }, masked(String(message)));
  }
}

/** Nest passes an optional stack, then the context. */
function origin(rest: unknown[]): { stack?: string; context?: string } {
  const [stack, name] = rest.length > 1 ? rest : [undefined, rest[0]];
  return { stack: clean(stack), context: clean(name) };
}

function clean(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : masked(typeof value === 'string' ? value : JSON.stringify(value));
}

function isFields(message: unknown): message is Readonly<Record<string, unknown>> {
  return typeof message === 'object' && message !== null && Object.getPrototypeOf(message) === Object.prototype;
}

function maskedFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === 'number' ? value : clean(value)]));
}
