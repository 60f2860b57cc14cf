import type { View } from '@app/api-client';
import { field, typedIn } from '~/problems.server';
import { beginWith } from './beginnings';

type Reasons = Pick<View<'DecideReportDto'>, 'ground' | 'facts' | 'measures' | 'days'>;

/** Nothing is decided yet: what was typed comes back with a beginning. */
export const begin = (form: FormData) => ({ problem: undefined, begun: crypto.randomUUID() as string, values: beginWith(typedIn(form), field(form, 'begin')) });

/** What a form of reasons says, as the API takes it. */
export function reasonsIn(form: FormData): Reasons {
  const measures = [...form.keys()].flatMap((name) => (name.startsWith('measures.') ? [name.slice('measures.'.length)] : [])) as Reasons['measures'];
  const days = field(form, 'days');
  return { ground: field(form, 'ground').trim(), facts: field(form, 'facts').trim(), measures, ...(days !== '' && { days: days === 'open' ? null : Number(days) }) };
}
