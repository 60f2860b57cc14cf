import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';

/** An answer of the API as a test received it; `body` is parsed JSON, or anything where it is no JSON. */
export interface ReceivedAnswer {
  method: string;
  /** As it was asked for, with or without origin and query. */
  url: string;
  status: number;
  type: string;
  body: unknown;
}

interface Schema {
  [key: string]: unknown;
  $ref?: string;
  nullable?: boolean;
  properties?: Record<string, Schema>;
}

interface Operation {
  operationId: string;
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** A method an address does not take, and a defect of ours: nobody plans for them. */
const neverDescribed = [405, 500];
const components = '#/components/schemas/';
let described: Description | undefined;

/**
 * What differs between an answer and `openapi.json`, in one line each: a status, a media type or a refusal it does not name, a
 * property it does not know, one that is missing, a value of another type. Refusals too; nothing outside `/api/v1`.
 */
export function differences(answer: ReceivedAnswer): string[] {
  described ??= new Description(JSON.parse(readFileSync('openapi.json', 'utf8')) as Document);
  return described.differences(answer);
}

/** The same document as JSON Schemas in which an object has the properties it names and no others. */
export class Description {
  private readonly ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  private readonly checks = new Map<Schema, ValidateFunction>();
  private readonly operations: { method: string; segments: string[]; operation: Operation }[];

  constructor(document: Document) {
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method, segments: path.split('/'), operation })));
    for (const [name, schema] of Object.entries(document.components.schemas)) this.ajv.addSchema(closed(schema), components + name);
  }

  differences({ method, url, status, type, body }: ReceivedAnswer): string[] {
    const { pathname } = new URL(url, 'http://api');
    if (!pathname.startsWith('/api/v1/') || ['HEAD', 'OPTIONS'].includes(method.toUpperCase()) || neverDescribed.includes(status)) return [];
    const operation = this.operationAt(method.toLowerCase(), pathname.split('/'));
    if (!operation) return status === 404 ? [] : [`${method} ${pathname} is not described`];
    const answer = operation.responses[status];
    const say = (what: string) => `${operation.operationId} ${status}${what}`;
    if (!answer) return [say(' is not described')];
    const mediaType = type.split(';')[0]!.trim();
    if (!answer.content) return mediaType === '' ? [] : [say(` is described as empty, but is ${mediaType}`)];
    const content = answer.content[mediaType] ?? answer.content['*/*'];
    if (!content) return [say(` is described as ${Object.keys(answer.content).join(', ')}, but is ${mediaType || 'empty'}`)];
    const wrong = mediaType.endsWith('json') && mediaType in answer.content ? this.wrong(content.schema, body).map((what) => say(`: ${what}`)) : [];
    if (wrong.length > 0 || mediaType !== 'application/problem+json') return wrong;
    const { code } = body as { code: string };
    return answer.description.includes(`\`${code}\``) ? [] : [say(` is not described as ${code}`)];
  }

  private operationAt(method: string, segments: string[]): Operation | undefined {
    return this.operations.find((one) => one.method === method && one.segments.length === segments.length && one.segments.every((segment, at) => segment.startsWith('{') || segment === segments[at]))?.operation;
  }

  private wrong(schema: Schema, body: unknown): string[] {
    let check = this.checks.get(schema);
    if (!check) this.checks.set(schema, (check = this.ajv.compile(closed(schema))));
    if (check(body)) return [];
    return check.errors!.map(({ instancePath, message, params }) => `${instancePath || '/'} ${message}${'additionalProperty' in params ? ` "${params.additionalProperty as string}"` : ''}`);
  }
}

/** OpenAPI 3.0 into JSON Schema: `nullable` becomes a type of its own, and an object that names its properties takes no others. */
function closed(schema: Schema): Schema {
  if (Array.isArray(schema)) return schema.map((one) => closed(one as Schema)) as never;
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, properties, enum: values, ...rest } = schema;
  const plain: Schema = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, typeof value === 'object' ? closed(value as Schema) : value]));
  if (values) plain.enum = values;
  if (properties) plain.properties = Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, closed(child)]));
  if (properties && !('additionalProperties' in plain)) plain.additionalProperties = false;
  return nullable ? { anyOf: [plain, { type: 'null' }] } : plain;
}
