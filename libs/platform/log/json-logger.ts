import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';

/** Nest's logger over pino: one JSON line an entry. Nothing here ever logs a body, a header or a token. */
export class JsonLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(process: string, level: string) {
    this.pino = pino({ level, base: { process } });
  }

  log(message: unknown, context?: string): void {
    this.pino.info({ context }, String(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.pino.warn(details(rest), String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.pino.error(details(rest), String(message));
  }

  debug(message: unknown, context?: string): void {
    this.pino.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.pino.trace({ context }, String(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.pino.fatal(details(rest), String(message));
  }
}

/** Nest passes an optional stack, then the context. */
function details(rest: unknown[]): object {
  return rest.length > 1 ? { stack: rest[0], context: rest[1] } : { context: rest[0] };
}
