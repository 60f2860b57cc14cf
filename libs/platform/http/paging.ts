import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { decodeCursor, defaultPageSize, maxPageSize } from '@app/kernel';
import { requestProblems } from './problems';
import { Optional } from './validation';

/** `?after=&limit=`: where a page starts, and how long it may be. */
export class PageQuery {
  /** Cursor from the `next` of the page before */
  @Optional()
  @IsString()
  @MaxLength(500)
  after?: string;

  /** At most this many items, 1 to 100 */
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(maxPageSize)
  limit: number = defaultPageSize;
}

/** The sort key after which a page starts, or undefined for the first. @throws invalid for a cursor that is not ours. */
export function positionOf(page: PageQuery, length: number): (string | number)[] | undefined {
  if (page.after === undefined) return undefined;
  const position = decodeCursor(page.after, length);
  if (!position) throw requestProblems.invalid({ errors: [{ pointer: '/after', code: 'cursor', detail: 'must be the `next` of an earlier page' }] });
  return position;
}

/** Adds `Link: <…>; rel="next"` to every page. */
@Injectable()
export class PageInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      map((body: unknown) => {
        const { items, next: cursor } = (body ?? {}) as { items?: unknown; next?: unknown };
        if (Array.isArray(items) && typeof cursor === 'string') {
          const url = new URL(http.getRequest<FastifyRequest>().url, 'http://api');
          url.searchParams.set('after', cursor);
          void http.getResponse<FastifyReply>().header('link', `<${url.pathname}${url.search}>; rel="next"`);
        }
        return body;
      }),
    );
  }
}
