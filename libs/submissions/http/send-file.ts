import { StreamableFile } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { attachment } from '@app/files';
import type { FileContent } from '../submission-files.service';

/** On the route of a download: bytes of the file's own type */
export const AnswersFile = () => ApiOkResponse({ description: 'The bytes', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } });

/** A download that no browser opens as a page: saved, not sniffed, without scripts, kept by no cache. */
export function sendFile(reply: FastifyReply, { details, size, content }: FileContent): StreamableFile {
  void reply.headers({ 'x-content-type-options': 'nosniff', 'content-security-policy': 'sandbox', 'cache-control': 'no-store' });
  return new StreamableFile(content, { type: details.mediaType, disposition: attachment(details.name), length: size });
}
