import { createHmac } from 'node:crypto';
import { applyDecorators, type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Actor } from '@app/kernel';
import { CONFIG, type Config } from '../config';
import { Db } from '../db/db';
import type { Tx } from '../db/tx';
import { requestProblems } from './problems';

const secretKey = 'guildhall:answers-with-secret';

/** The answer holds a secret: it is not kept, and a repeated request is told that it was shown once. */
export const AnswersWithSecret = () => SetMetadata(secretKey, true);

const byItselfKey = 'guildhall:runs-by-itself';

/** On the description of an operation that takes no `Idempotency-Key`; it is taken out again before anybody sees it. */
export const withoutKey = 'x-without-key';

/**
 * It hashes a password, asks the network or takes bytes from a sender, for which no transaction may wait with its connection
 * and its locks. Doing it twice harms nobody, so an `Idempotency-Key` makes no difference.
 */
export const RunsByItself = () => applyDecorators(SetMetadata(byItselfKey, true), ApiExtension(withoutKey, true));

interface Stored {
  fingerprint: Buffer;
  status: number | null;
  headers: Record<string, string>;
  body: string | null;
}

/**
 * `Idempotency-Key` on POST: the whole request runs in one transaction together with its key and its answer, so it takes
 * effect once, and every repetition gets the first answer. The same key with another request is refused.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly db: Db,
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secretsKeys'>,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined || this.reflector.get<boolean | undefined>(byItselfKey, context.getHandler())) return next.handle();
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) throw requestProblems.malformed({ detail: 'Idempotency-Key must be 1 to 255 visible characters.' });
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const isSecret = this.reflector.get<boolean | undefined>(secretKey, context.getHandler()) ?? false;
    return from(this.once(request.actor!, key, request, reply, isSecret, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }

  private once(actor: Actor, key: string, request: FastifyRequest, reply: FastifyReply, isSecret: boolean, handle: () => Promise<unknown>): Promise<unknown> {
    const owner = actor.personId ?? actor.serviceAccountId ?? `address ${actor.address ?? request.ip}`;
    // Keyed, since a body may hold a password, which a plain hash would let somebody guess
    const fingerprint = createHmac('sha256', this.config.secretsKeys[0]!.key).update(JSON.stringify([request.method, request.url, request.body ?? null])).digest();
    return this.db.together(actor, async (tx) => {
      const inserted = await tx.query('insert into idempotency_key (owner, key, fingerprint) values ($1, $2, $3) on conflict do nothing returning key', [owner, key, fingerprint]);
      if (inserted.length === 0) return this.replay(tx, owner, key, fingerprint, reply);
      const body = await handle();
      await tx.query('update idempotency_key set status = $3, headers = $4, body = $5 where owner = $1 and key = $2', [
        owner, key, reply.statusCode, headersToKeep(reply), isSecret ? null : JSON.stringify(body ?? null),
      ]);
      return body;
    });
  }

  private async replay(tx: Tx, owner: string, key: string, fingerprint: Buffer, reply: FastifyReply): Promise<unknown> {
    const [stored] = await tx.query<Stored>('select fingerprint, status, headers, body from idempotency_key where owner = $1 and key = $2', [owner, key]);
    if (!stored || stored.status === null) throw requestProblems.conflict();
    if (!stored.fingerprint.equals(fingerprint)) throw requestProblems.keyReused();
    if (stored.body === null) throw requestProblems.secretShownOnce();
    void reply.status(stored.status).headers({ ...stored.headers, 'idempotency-replayed': 'true' });
    return JSON.parse(stored.body) as unknown;
  }
}

function headersToKeep(reply: FastifyReply): Record<string, unknown> {
  const { location, etag } = reply.getHeaders();
  return { ...(location ? { location } : {}), ...(etag ? { etag } : {}) };
}
