import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { requestProblems } from '@app/platform';

/** Hands on the one file of a form as it arrives. @throws malformed, unsupportedMediaType, invalid */
export async function fileOfForm<T>(request: FastifyRequest, take: (name: string, content: Readable) => Promise<T>): Promise<T> {
  // Sent twice it is there twice: a key is refused rather than passed over
  if (request.headers['idempotency-key'] !== undefined) throw requestProblems.malformed({ detail: 'A file is not kept by key: leave Idempotency-Key out.' });
  if (!request.isMultipart()) throw requestProblems.unsupportedMediaType({ detail: 'Send multipart/form-data.' });
  const part = await request.file().catch(unreadable);
  if (!part || part.filename === undefined) throw requestProblems.invalid({ errors: [{ pointer: '/file', code: 'required', detail: 'must be a file' }] });
  try {
    return await take(part.filename, Readable.from(bytesOf(part.file), { objectMode: false }));
  } finally {
    part.file.resume();
  }
}

/** The parser's errors say what is wrong with the request, and some carry no status. */
function unreadable(error: unknown): never {
  throw typeof (error as { statusCode?: unknown }).statusCode === 'number' ? error : requestProblems.malformed();
}

/** A form that breaks off in the middle of a file is the sender's fault, not ours. */
async function* bytesOf(file: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of file.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  } catch {
    throw requestProblems.malformed();
  }
}
