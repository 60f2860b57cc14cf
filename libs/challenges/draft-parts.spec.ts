import { readFileSync } from 'node:fs';
import { emptyForm } from './challenge.form';
import { changesSince, draftParts } from './draft-parts';
import type { FullChallenge } from './full-challenge';
import { aFullChallenge } from './testing/a-full-challenge';

it.each([
  ['nothing, where all is as it was', { '/title': 'a' }, { '/title': 'a' }, []],
  ['what was there before, in the order of the draft', { '/summary': 'old', '/title': 'a' }, { '/title': 'b', '/summary': 'new' }, [{ pointer: '/title', before: 'a' }, { pointer: '/summary', before: 'old' }]],
  ['what was empty', { '/brief/tried': '' }, { '/brief/tried': 'Slower belts.' }, [{ pointer: '/brief/tried', before: '' }]],
  ['a phase that is new, and one that is gone', { '/phases/1': 'May' }, { '/phases/0': 'April' }, [{ pointer: '/phases/0', before: '' }, { pointer: '/phases/1', before: 'May' }]],
])('names %s', (_, then, now, changes) => {
  expect(changesSince(then, now)).toEqual(changes);
});

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
}

/** By what people never read: ids, and the names of questions. */
const unread = ['id', 'key'];

/** Every field of the PATCH of a draft, the first of a list for all; an amount is one thing. */
function fieldsOf({ $ref, allOf, items, properties }: Schema, pointer = ''): string[] {
  if ($ref === '#/components/schemas/PrizeAmountDto') return [pointer];
  const named = $ref ? schemas[$ref.slice($ref.lastIndexOf('/') + 1)] : (allOf?.[0] ?? (items && (items.$ref ? items : undefined)));
  if (named) return fieldsOf(named, items ? `${pointer}/0` : pointer);
  return properties ? Object.entries(properties).filter(([name]) => !unread.includes(name)).flatMap(([name, schema]) => fieldsOf(schema, `${pointer}/${name}`)) : [pointer];
}

const { schemas } = (JSON.parse(readFileSync('openapi.json', 'utf8')) as { components: { schemas: Record<string, Schema> } }).components;

function otherwise(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'bigint') return value + 1n;
  if (value instanceof Date) return new Date(value.getTime() + 60_000);
  if (Array.isArray(value)) return [...(value as unknown[]), 'more'];
  if (typeof value !== 'string') return 'more';
  return Number.isNaN(Date.parse(value)) ? `${value} more` : '2030-01-01T00:00:00.000Z';
}

/** With one field changed. */
function edited({ challenge, phases }: FullChallenge, pointer: string): FullChallenge {
  const full = at({ ...challenge, phases }, pointer.split('/').slice(1)) as FullChallenge['challenge'] & Pick<FullChallenge, 'phases'>;
  return { challenge: full, phases: full.phases };

  function at(value: unknown, [name, ...rest]: string[]): unknown {
    if (name === undefined) return otherwise(value);
    expect(value).toHaveProperty([name]);
    const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
    return Object.assign(copy, { [name]: at(copy[name], rest) });
  }
}

it.each(fieldsOf(schemas.EditChallengeDto!))('shows that %s was changed', (pointer) => {
  const full = aFullChallenge({ countries: ['DE'] });
  const { challenge, phases: [phase] } = full;
  const question = { key: 'cost', label: 'What does it cost?', help: null, maxLength: 5000, isRequired: true };
  const draft: FullChallenge = { challenge, phases: [{ ...phase!, form: { ...emptyForm, questions: [question] } }] };
  expect(changesSince(draftParts(draft), draftParts(edited(draft, pointer))).length).toBeGreaterThan(0);
});
