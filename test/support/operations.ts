import { readFileSync } from 'node:fs';
import type { Schema, Schemas } from './mutations';

/** An operation as `openapi.json` describes it. */
export interface Operation {
  /** `PUT /api/v1/…/{id}` */
  name: string;
  method: string;
  path: string;
  operationId: string;
  parameters: { name: string; in: string; schema?: Schema }[];
  /** Of its JSON, where it takes any. */
  body?: Schema;
  takesFile: boolean;
  isEdit: boolean;
  takesKey: boolean;
}

interface Described {
  operationId: string;
  parameters?: Operation['parameters'];
  requestBody?: { content: Record<string, { schema: Schema } | undefined> };
}

const document = JSON.parse(readFileSync('openapi.json', 'utf8')) as { paths: Record<string, Record<string, Described>>; components: { schemas: Schemas } };

export const { schemas } = document.components;

export const operations: Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([verb, { operationId, parameters = [], requestBody }]) => {
    const method = verb.toUpperCase();
    const takes = (name: string) => parameters.some((one) => one.name === name);
    const { 'application/json': json, 'multipart/form-data': form } = requestBody?.content ?? {};
    return { name: `${method} ${path}`, method, path, operationId, parameters, body: json?.schema, takesFile: form !== undefined, isEdit: takes('If-Match'), takesKey: takes('Idempotency-Key') };
  }),
);
