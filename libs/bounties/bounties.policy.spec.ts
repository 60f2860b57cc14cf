import { type Actor, anonymous, type MemberRole, newId, type OrganisationId, type PersonId, type StaffRole } from '@app/kernel';
import { type AwardFacts, isRecipient, mayAnswer, mayDecideContest, mayFund, mayReadAward, mayReadAwards, mayReadFundings, mayReadRest, mayReadUnsigned, maySignDeclaration } from './bounties.policy';

const [sponsor, solver, payee, other] = [newId('organisation'), newId('organisation'), newId('organisation'), newId('organisation')];
const winner = newId('person');
const award: AwardFacts = { kind: 'placement', sponsorId: sponsor, organisationId: solver, personIds: [winner], payeeIds: [payee] };

const someone = (memberships: [OrganisationId, ...MemberRole[]][] = [], staffRoles: StaffRole[] = [], personId: PersonId = newId('person')): Actor => ({
  capacity: 'person', personId, memberships: memberships.map(([organisationId, ...roles]) => ({ organisationId, roles })), staffRoles,
});
const token: Actor = { capacity: 'member', serviceAccountId: 'x', memberships: [{ organisationId: sponsor, roles: ['manager'] }, { organisationId: solver, roles: ['manager'] }], staffRoles: [] };

const actors: Record<string, Actor> = {
  stranger: someone([[other, 'owner']]),
  nobody: anonymous,
  token,
  winner: someone([], [], winner),
  'solver owner': someone([[solver, 'owner']]),
  'solver signatory': someone([[solver, 'signatory']]),
  'solver contributor': someone([[solver, 'contributor']]),
  'payee treasurer': someone([[payee, 'treasurer']]),
  'sponsor owner': someone([[sponsor, 'owner']]),
  'sponsor manager': someone([[sponsor, 'manager']]),
  'sponsor signatory': someone([[sponsor, 'signatory']]),
  'sponsor treasurer': someone([[sponsor, 'treasurer']]),
  'sponsor contributor': someone([[sponsor, 'contributor']]),
  moderator: someone([], ['moderator']),
  finance: someone([], ['finance']),
  operator: someone([], ['operator']),
  'moderator of the sponsor': someone([[sponsor, 'contributor']], ['moderator']),
  'moderator of the solver': someone([[solver, 'contributor']], ['moderator']),
};

const allowed = (may: (actor: Actor) => boolean) => Object.keys(actors).filter((name) => may(actors[name]!));

it.each<[what: string, may: (actor: Actor) => boolean, who: string[]]>([
  ['pay', (actor) => mayFund(actor, sponsor), ['sponsor owner', 'sponsor manager', 'sponsor treasurer']],
  ['read fundings', (actor) => mayReadFundings(actor, sponsor), ['token', 'sponsor owner', 'sponsor manager', 'sponsor treasurer', 'finance']],
  ['read what goes back', (actor) => mayReadRest(actor, sponsor), ['token', 'sponsor owner', 'sponsor manager', 'sponsor signatory', 'sponsor treasurer', 'moderator', 'finance', 'moderator of the solver']],
  ['read all awards', (actor) => mayReadAwards(actor, sponsor), ['token', 'sponsor owner', 'sponsor manager', 'sponsor signatory', 'sponsor treasurer', 'sponsor contributor', 'moderator', 'finance', 'operator', 'moderator of the sponsor', 'moderator of the solver']],
  ['see where the money goes', (actor) => isRecipient(actor, award), ['winner', 'solver owner', 'solver signatory', 'payee treasurer']],
  ['read one award', (actor) => mayReadAward(actor, award), Object.keys(actors).filter((name) => !['stranger', 'nobody', 'solver contributor'].includes(name))],
  ['read one compensation', (actor) => mayReadAward(actor, { ...award, kind: 'compensation' }), ['winner', 'solver owner', 'solver signatory', 'payee treasurer', 'moderator', 'finance', 'operator', 'moderator of the solver']],
  ['read a declaration that waits', (actor) => mayReadUnsigned(actor, sponsor), ['sponsor owner', 'sponsor manager', 'sponsor signatory', 'moderator', 'finance', 'operator', 'moderator of the sponsor', 'moderator of the solver']],
  ['sign it', (actor) => maySignDeclaration(actor, sponsor), ['sponsor owner', 'sponsor signatory']],
  ['accept', (actor) => mayAnswer(actor, award), ['winner', 'solver owner', 'solver signatory']],
  ['decide what is contested', (actor) => mayDecideContest(actor, award), ['moderator']],
])('who may %s', (_, may, who) => expect(allowed(may)).toEqual(who));
