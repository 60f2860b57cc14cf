import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, WrongState } from '@app/kernel';
import { isOutage } from './outage';
import { requestProblems } from './problems';

/**
 * SQLSTATEs that mean the input was bad or the moment was wrong, never that the server is broken. Of the ledger's own only
 * LD006 is among them (a hold was used up by somebody faster): a reused key, unbalanced or foreign lines are our defects.
 */
const bySqlState: Record<string, () => Problem> = {
  '22021': requestProblems.malformed, '22P02': requestProblems.malformed, '22003': requestProblems.malformed, '22007': requestProblems.malformed,
  '22008': requestProblems.malformed, '22P05': requestProblems.malformed, '22001': requestProblems.malformed,
  '23505': requestProblems.conflict, '40001': requestProblems.conflict, '40P01': requestProblems.conflict, '55P03': requestProblems.conflict,
  '23503': requestProblems.conflict, '23514': requestProblems.invalid, LD006: requestProblems.conflict,
};

/** Answered to the caller as theirs, yet our own rules should have refused them before the database had to: somebody is to look. */
const shouldNotComeSoFar: ReadonlySet<string> = new Set(['23503', '23514', 'LD006']);

const byStatus: Record<number, () => Problem> = {
  400: requestProblems.malformed, 401: requestProblems.unauthenticated, 403: requestProblems.forbidden, 404: requestProblems.notFound,
  405: requestProblems.methodNotAllowed, 413: requestProblems.tooLarge, 415: requestProblems.unsupportedMediaType, 429: requestProblems.tooMany, 503: requestProblems.unavailable,
};

/** Answers every error as `application/problem+json`; never echoes input, never explains a defect to a stranger. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(error);
    const code = codeOf(error);
    if (problem.status >= 500 || (code !== undefined && shouldNotComeSoFar.has(code))) this.log.error(`${request.method} ${request.routeOptions?.url ?? 'unknown route'}: ${String(error)}`, (error as Error).stack);
    sendProblem(reply, problem, request.id);
  }
}

/** Seconds until it is worth asking again after an outage. */
const retryAfter = 5;

export function sendProblem(reply: FastifyReply, problem: Problem, requestId: string): void {
  if (problem.status === 503 && !reply.hasHeader('retry-after')) void reply.header('retry-after', retryAfter);
  void reply.status(problem.status).header('content-type', 'application/problem+json').header('cache-control', 'no-store').send(JSON.stringify(problemBody(problem, requestId)));
}

export function problemBody(problem: Problem, requestId: string) {
  const { code, status, title, extra, errors } = problem;
  return { type: `urn:guildhall:problem:${code}`, title, status, code, ...extra, ...(errors.length > 0 ? { errors } : {}), instance: `urn:guildhall:request:${requestId}` };
}

export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof WrongState) return requestProblems.wrongState({ detail: error.message, state: error.state, allowed: error.allowed });
  if (typeof error !== 'object' || error === null) return requestProblems.internal();
  const code = codeOf(error);
  if (code !== undefined && Object.hasOwn(bySqlState, code)) return bySqlState[code]!();
  if (isOutage(error)) return requestProblems.unavailable();
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) return (byStatus[status] ?? requestProblems.malformed)();
  if (status === 503) return requestProblems.unavailable();
  return requestProblems.internal();
}

/** Of the database or of the network, where there is one. */
function codeOf(error: unknown): string | undefined {
  const { driverError, code } = (error ?? {}) as { driverError?: { code?: unknown }; code?: unknown };
  const own = driverError?.code ?? code;
  return typeof own === 'string' ? own : undefined;
}
