import { type Actor, anonymous, type MemberRole, newId, type StaffRole } from '@app/kernel';
import type { ChallengeState } from './challenge.lifecycle';
import { challengeVerbs, mayRead } from './challenges.policy';

const sponsorId = newId('organisation');
const actor = (roles: MemberRole[], staffRoles: StaffRole[] = [], organisationId = sponsorId): Actor => ({
  capacity: 'person', personId: newId('person'), memberships: roles.length > 0 ? [{ organisationId, roles }] : [], staffRoles,
});
const facts = (state: ChallengeState, rest: object = {}) => ({ sponsorId, state, visibility: 'public' as const, listedAt: null, funded: 0n, ...rest });

it.each<[string, Actor, ChallengeState, object, string[]]>([
  ['an owner', actor(['owner']), 'draft', {}, ['edit', 'requestReview', 'cancel']],
  ['a contributor', actor(['contributor']), 'draft', {}, ['edit']],
  ['a treasurer', actor(['treasurer']), 'draft', {}, []],
  ['a stranger', actor(['owner'], [], newId('organisation')), 'draft', {}, []],
  ['nobody', anonymous, 'draft', {}, []],
  ['an owner', actor(['owner']), 'in_review', {}, ['cancel']],
  ['a moderator', actor([], ['moderator']), 'in_review', {}, ['approve', 'requestChanges']],
  ['a moderator who is a member', actor(['contributor'], ['moderator']), 'in_review', {}, []],
  ['finance', actor([], ['finance']), 'in_review', {}, []],
  ['a manager', actor(['manager']), 'approved', {}, ['edit', 'schedule', 'cancel']],
  ['a manager who has paid', actor(['manager']), 'approved', { funded: 1n }, ['schedule']],
  ['a manager', actor(['manager']), 'scheduled', {}, ['cancel']],
  ['a manager', actor(['manager']), 'open', {}, []],
])('%s can, %#', (_, who, state, rest, can) => expect(challengeVerbs(who, facts(state, rest))).toEqual(can));

it.each<[Actor, ChallengeState, object, boolean]>([
  [anonymous, 'draft', {}, false], [anonymous, 'in_review', {}, false], [anonymous, 'approved', {}, false],
  [anonymous, 'scheduled', {}, true], [anonymous, 'open', {}, true], [anonymous, 'decided', {}, true], [anonymous, 'completed', {}, true],
  [anonymous, 'cancelled', {}, false], [anonymous, 'cancelled', { listedAt: new Date() }, true],
  [anonymous, 'open', { visibility: 'unlisted' }, true], [anonymous, 'open', { visibility: 'invited' }, false], [anonymous, 'open', { visibility: 'internal' }, false],
  [actor(['treasurer']), 'draft', { visibility: 'internal' }, true], [actor([], ['support']), 'draft', {}, true], [actor(['owner'], [], newId('organisation')), 'draft', {}, false],
])('reading, %#', (who, state, rest, may) => expect(mayRead(who, facts(state, rest))).toBe(may));
