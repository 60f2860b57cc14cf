import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';
import { masked } from './masked';

/** Nest's logger over pino: one JSON line an entry. Nothing here ever logs a body, a header or a token, and no mail address. */
export class JsonLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(process: string, level: string, destination?: DestinationStream) {
    this.pino = pino({ level, base: { process } }, destination ?? pino.destination(1));
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.pino.info(context(rest.slice(-1)), masked(String(message)));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.pino.warn(context(rest), masked(String(message)));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.pino.error(context(rest), masked(String(message)));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.pino.debug(context(rest.slice(-1)), masked(String(message)));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.pino.trace(context(rest.slice(-1)), masked(String(message)));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.pino.fatal(context(rest), masked(String(message)));
  }
}

/** Nest passes an optional stack, then the context. */
function context(rest: unknown[]): { stack?: string; context?: string } {
  const [stack, name] = rest.length > 1 ? rest : [undefined, rest[0]];
  return { stack: clean(stack), context: clean(name) };
}

function clean(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : masked(typeof value === 'string' ? value : JSON.stringify(value));
}
