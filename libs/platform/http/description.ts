import type { OpenAPIObject } from '@nestjs/swagger';
import type { ProblemFactory } from '@app/kernel';
import { refusalOf } from './fails';
import { withoutKey } from './idempotency';
import { requestProblems as problems } from './problems';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Refusal = ReturnType<typeof refusalOf>;

const idempotencyKey = {
  name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
  description: 'Makes a repetition harmless: the same key with the same request gets the first answer again',
} as const;

/** Adds to every operation what the edge does with each request, so that no route has to say it. */
export function describeEdge(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    if (path.post && !(withoutKey in path.post)) path.post.parameters = [...(path.post.parameters ?? []), idempotencyKey];
    for (const [method, operation] of Object.entries(path) as [string, Operation][]) {
      for (const problem of refusalsOf(method, operation)) addRefusal(operation, problem);
      delete (operation as { [withoutKey]?: true })[withoutKey];
    }
  }
  return document;
}

function refusalsOf(method: string, { parameters = [], requestBody, security = [] }: Operation): ProblemFactory[] {
  const takes = (place: string) => parameters.some((one) => 'in' in one && one.in === place);
  const edits = parameters.some((one) => 'in' in one && one.name === 'If-Match');
  return [
    problems.malformed,
    problems.unauthenticated, // a bad token is refused even where none is needed
    ...(security.length > 0 || method !== 'get' ? [problems.forbidden] : []), // to a foreign site's form too
    ...(security.length > 0 ? [problems.suspended] : []),
    ...(takes('path') ? [problems.notFound] : []),
    ...(edits ? [problems.preconditionFailed, problems.preconditionRequired] : []),
    ...(requestBody ? [problems.tooLarge, problems.unsupportedMediaType] : []),
    ...(requestBody || takes('query') ? [problems.invalid] : []),
    ...(method === 'get' ? [] : [problems.conflict]), // whoever writes may meet somebody who was faster
    ...(parameters.includes(idempotencyKey) ? [problems.keyReused] : []),
    problems.tooMany,
  ];
}

function addRefusal({ responses }: Operation, problem: ProblemFactory): void {
  const known = responses[problem.status] as Refusal | undefined;
  if (known?.description.includes(`\`${problem.code}\``)) return;
  const refusal = refusalOf(problem);
  responses[problem.status] = known ? { ...known, description: `${known.description}\n\n${refusal.description}` } : refusal;
}
