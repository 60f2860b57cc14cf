import type { View } from '@app/api-client';
import { atFormRows, editsOf } from './edits.server';
import type { Section } from './sections';

/** What the functions read of a challenge with one phase. */
const challenge = {
  phases: [
    {
      id: 'phs_1', kind: 'proposal', opensAt: '2026-06-03T07:00:00.000Z', closesAt: null,
      form: { questions: [], isFromCriteria: true, fileTypes: ['application/pdf', 'image/tiff'], maxFiles: 5, allowNotAnonymised: false },
      criteria: [{ id: 'crt_1', title: 'Works', description: { text: 'In use.', html: '' }, weight: 100 }],
      prizes: [{ id: 'prz_1', kind: 'placement', place: 1, title: 'First', amount: { amount: 0, currency: 'EUR' } }],
    },
  ],
} as unknown as View<'ChallengeView'>;

function read(section: Section, fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return editsOf(section, form, challenge);
}

it('sends texts as they are, and empty ones as nothing', () => {
  expect(read('problem', { title: ' Bread ', summary: '', topics: 'Food, #Belt  conveyors,', 'brief.need': 'One\r\nTwo', 'brief.context': ' ' }).edits).toEqual({
    title: 'Bread', summary: null, topics: ['food', 'belt-conveyors'], brief: { need: 'One\nTwo', context: null },
  });
});

it('leaves empty rows out and remembers which rows the others were', () => {
  const at = 'phases.0.criteria';
  const { edits, rows } = read('criteria', { [`${at}.0.id`]: 'crt_1', [`${at}.0.title`]: '', [`${at}.0.weight`]: '', [`${at}.0.description`]: '', [`${at}.2.title`]: 'Cost', [`${at}.2.weight`]: '40', [`${at}.2.description`]: '' });
  expect(edits.phases).toEqual([
    {
      id: 'phs_1', kind: 'proposal', opensAt: '2026-06-03T07:00:00.000Z', closesAt: null, criteria: [{ id: undefined, title: 'Cost', description: null, weight: 40 }],
      prizes: [{ id: 'prz_1', kind: 'placement', place: 1, title: 'First', amount: null }],
    },
  ]);
  const problem = { status: 422, errors: [{ pointer: '/phases/0/criteria/0/weight', code: 'max', detail: '' }, { pointer: '/title', code: 'is_text', detail: '' }] };
  expect(atFormRows(problem, rows).errors!.map(({ pointer }) => pointer)).toEqual(['/phases/0/criteria/2/weight', '/title']);
});

it('reads amounts in the currency, and says at the field what it cannot read', () => {
  const at = 'phases.0.prizes';
  const fields = { bounty: 'money', currency: 'EUR', [`${at}.0.title`]: 'First', [`${at}.0.place`]: '1', [`${at}.1.title`]: 'Second', [`${at}.1.place`]: '2' };
  const good = read('prize', { ...fields, [`${at}.0.amount`]: '2,500.00', [`${at}.1.amount`]: '99.5' });
  expect([good.mistakes, good.edits.phases![0]!.prizes]).toEqual([
    [],
    [
      { id: undefined, kind: 'placement', title: 'First', place: 1, amount: { amount: 250_000, currency: 'EUR' } },
      { id: undefined, kind: 'placement', title: 'Second', place: 2, amount: { amount: 9_950, currency: 'EUR' } },
    ],
  ]);
  expect(read('prize', { ...fields, [`${at}.0.amount`]: '2.500,00' }).mistakes.map(({ pointer }) => pointer)).toEqual(['/phases/0/prizes/0/amount']);
  expect(read('prize', { bounty: 'none', currency: 'EUR' }).edits).toMatchObject({ bounty: 'none', currency: null });
});

it('reads questions and kinds of file, keeps keys and makes new ones, and points refusals at the fields', () => {
  const at = 'phases.0.form';
  const { edits, rows } = read('form', {
    [`${at}.questions.0.key`]: 'question-2', [`${at}.questions.0.label`]: 'How does it work?', [`${at}.questions.0.help`]: '', [`${at}.questions.0.maxLength`]: '5,000', [`${at}.questions.0.isRequired`]: 'on',
    [`${at}.questions.1.label`]: '', [`${at}.questions.1.help`]: '', [`${at}.questions.1.maxLength`]: '5000', [`${at}.questions.1.isRequired`]: 'on',
    [`${at}.questions.2.label`]: 'What does it cost?', [`${at}.questions.2.help`]: 'Parts too.', [`${at}.questions.2.maxLength`]: '',
    [`${at}.questions.3.label`]: 'Who else knows?', [`${at}.questions.3.maxLength`]: '20',
    [`${at}.fileTypes.image/tiff`]: 'on', [`${at}.fileTypes.application/zip`]: 'on', [`${at}.maxFiles`]: '3', [`${at}.allowNotAnonymised`]: 'on',
  });
  expect(edits.phases![0]!.form).toEqual({
    questions: [
      { key: 'question-2', label: 'How does it work?', help: null, maxLength: 5000, isRequired: true },
      { key: 'question-1', label: 'What does it cost?', help: 'Parts too.', maxLength: 0, isRequired: false },
      { key: 'question-3', label: 'Who else knows?', help: null, maxLength: 20, isRequired: false },
    ],
    fileTypes: ['application/zip', 'image/tiff'], maxFiles: 3, allowNotAnonymised: true,
  });
  const problem = { status: 422, errors: [{ pointer: '/phases/0/form/questions/1/maxLength', code: 'min', detail: '' }, { pointer: '/phases/0/form/fileTypes/1', code: 'not_anonymous', detail: '' }] };
  expect(atFormRows(problem, rows).errors!.map(({ pointer }) => pointer)).toEqual(['/phases/0/form/questions/2/maxLength', '/phases/0/form/fileTypes']);
});

it('reads dates in the zone that was chosen with them', () => {
  const { edits, mistakes } = read('dates', { timezone: 'Asia/Tokyo', judgingDays: '14', 'phases.0.kind': 'pilot', 'phases.0.opensAt': '2026-06-03T09:00', 'phases.0.closesAt': '', intent: 'add-phase' });
  expect([mistakes, edits.timezone, edits.judgingDays, edits.phases!.map(({ kind, opensAt, closesAt }) => [kind, opensAt, closesAt])]).toEqual([
    [], 'Asia/Tokyo', 14, [['pilot', '2026-06-03T00:00:00.000Z', null], ['prototype', null, null]],
  ]);
  expect(read('dates', { timezone: '', 'phases.0.opensAt': '2026-06-03T09:00' }).mistakes.map(({ pointer }) => pointer)).toEqual(['/timezone']);
});

it('sends no metric where nothing was said, and a nameless one to be refused', () => {
  expect(read('outcome', {}).edits.brief!.metric).toBe(null);
  expect(read('outcome', { 'brief.metric.baseline': '1,200.5', 'brief.metric.target': 'few' })).toMatchObject({
    edits: { brief: { metric: { name: '', baseline: 1200.5, target: null, dueAt: null } } }, mistakes: [{ pointer: '/brief/metric/target' }],
  });
});
