import type { FastifyInstance } from 'fastify';
import type { FieldError } from '@app/kernel';
import { sendProblem } from './problem.filter';
import { pointerTo } from './pointer';
import { requestProblems } from './problems';

const deepest = 20;
/** Of one body: every value in it, itself included. */
export const mostNodes = 20_000;

/** Refuses what no field may ever hold (NUL, lone surrogates, endless nesting) before anything else looks at it. */
export function addHygiene(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, reply, done) => {
    const errors = [...uncleanFields(request.body, ''), ...uncleanFields(request.query, '/query'), ...uncleanFields(request.params, '/path')];
    if (errors.length === 0) return done();
    sendProblem(reply, requestProblems.malformed({ errors: errors.slice(0, 20) }), request.id);
  });
}

export function uncleanFields(value: unknown, pointer: string): FieldError[] {
  const errors: FieldError[] = [];
  let nodes = 0;
  const visit = (part: unknown, at: string, depth: number): void => {
    if (++nodes > mostNodes || errors.length > 20) return;
    if (typeof part === 'string') {
      if (part.includes('\0')) errors.push({ pointer: at, code: 'nul', detail: 'must not contain a NUL character' });
      else if (!part.isWellFormed()) errors.push({ pointer: at, code: 'surrogate', detail: 'must be well-formed Unicode' });
    } else if (typeof part === 'object' && part !== null && !Buffer.isBuffer(part)) {
      if (depth === deepest) errors.push({ pointer: at, code: 'depth', detail: `must not be nested deeper than ${deepest} levels` });
      else
        for (const [key, child] of Object.entries(part)) {
          if (key.includes('\0') || !key.isWellFormed()) errors.push({ pointer: at, code: 'name', detail: 'has a field whose name is not well-formed' });
          else visit(child, pointerTo(at, key), depth + 1);
        }
    }
  };
  visit(value, pointer, 0);
  if (nodes > mostNodes) errors.push({ pointer, code: 'size', detail: `must not have more than ${mostNodes} parts` });
  return errors;
}
