import { m } from '@app/messages';
import { beginAsking, editRows, partsLeft } from './ready-edits';

const written = (row: number, pointer: string, text = 'Say more.') => ({ [`edits.${row}.pointer`]: pointer, [`edits.${row}.text`]: text });

it('adds a ready text where nothing is written yet, and keeps what was typed', () => {
  const typed = { version: '3', outcome: 'approve', reason: 'Nearly there.', ...written(0, '/brief/limits', 'How wide is it?'), ...written(1, '/title', ' ') };
  expect(beginAsking(typed, '/brief/tried')).toEqual({ row: 1, values: { ...typed, outcome: 'request_changes', ...written(1, '/brief/tried', m.review_ready_tried()) } });
  expect(beginAsking({ reason: ' ' }, '/brief/tried')!.values.reason).toBe(m.review_ready_reason());
});

it('adds nothing where every row is written in, and for what is no part', () => {
  const full = Object.assign({}, ...editRows.map((row) => written(row, '/title'))) as Record<string, string>;
  expect([beginAsking(full, '/brief/tried'), ...['__proto__', 'constructor', ''].map((part) => beginAsking({}, part))]).toEqual([undefined, undefined, undefined, undefined]);
  expect(partsLeft(full)).toEqual([]);
});

it('offers what is not asked about yet', () => {
  expect(partsLeft().filter((part) => !partsLeft(written(2, '/brief/need')).includes(part))).toEqual(['/brief/need']);
});
