import type { Response } from 'supertest';

/** Status and code of a refusal, which is all a program may rely on. */
export function refusal({ status, type, body }: Response): [number, string] {
  return [status, type === 'application/problem+json' ? (body.code as string) : `not a problem but ${type}`];
}
