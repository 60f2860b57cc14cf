import { newId, showId } from '@app/kernel';
import { auditSubject, shownSubjectId } from './audit-trail.rules';

it('finds the table and row behind an id, and the id of a row', () => {
  const uuid = newId('staffGrant');
  expect(auditSubject(showId('staffGrant', uuid))).toEqual({ subject: 'staff_grant', subjectId: uuid });
  expect(shownSubjectId({ subject: 'staff_grant', subjectId: uuid })).toBe(showId('staffGrant', uuid));
});

it.each([
  ['an id cut short', 'chl_0123'],
  ['a kind nobody knows', 'zzz_0123456789abcdef0123456789abcdef'],
  ['a bare uuid', newId('challenge')],
  ['nothing', ''],
])('finds nothing behind %s', (_, id) => {
  expect(auditSubject(id)).toBeUndefined();
});

it('shows rows without a kind of id as they are numbered', () => {
  expect([shownSubjectId({ subject: 'outbox', subjectId: '7' }), shownSubjectId({ subject: 'platform', subjectId: 'clock' })]).toEqual(['7', 'clock']);
});
