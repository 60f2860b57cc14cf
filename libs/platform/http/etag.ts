import { type CallHandler, createParamDecorator, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { requestProblems } from './problems';

/** The version in `If-Match: "7"`. Absent: 428, since somebody else's edit must not be lost; garbage: 412. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) throw requestProblems.preconditionRequired();
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined) throw requestProblems.preconditionFailed();
  return Number(version);
}, [describeIfMatch]);

function describeIfMatch(controller: object, method: string | symbol | undefined): void {
  const route = Object.getOwnPropertyDescriptor(controller, method!)!;
  ApiHeader({ name: 'If-Match', required: true, description: 'The ETag you read, `"7"`: the edit is refused when somebody was faster', schema: { type: 'string', pattern: '^(W/)?"\\d{1,9}"$' } })(controller, method!, route);
}

/** @throws preconditionFailed when the row has moved on since the caller read it. */
export function requireVersion(row: { version: number }, expected: number): void {
  if (row.version !== expected) throw requestProblems.preconditionFailed({ version: row.version });
}

/** Puts the `version` of a view into `ETag`. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((body: unknown) => {
        const version = (body as { version?: unknown } | null | undefined)?.version;
        if (typeof version === 'number') void reply.header('etag', `"${version}"`);
        return body;
      }),
    );
  }
}
