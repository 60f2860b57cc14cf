import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { describeEdge } from '@app/platform';

const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem details with a stable code',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', description: 'urn:guildhall:problem:{code}' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'stable; what programs compare' },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'names the request, for support' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: { pointer: { type: 'string', description: 'RFC 6901' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
  // members of its own say more: the server's time, what stands in the way
  additionalProperties: true,
} as const;

/** The description of the whole API, from types, validators and comments. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Guildhall')
    .setDescription('Open-innovation challenge marketplace. Errors are RFC 9457 problems with stable codes.')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A token of a service account' })
    .addCookieAuth('__Host-sid')
    .build();
  const document = SwaggerModule.createDocument(app, about, { operationIdFactory: (_controller, method) => method, ignoreGlobalPrefix: true });
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: problemSchema as never } };
  return describeEdge(document);
}
