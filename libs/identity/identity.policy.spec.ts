import { type Actor, anonymous, type MemberRole, type OrganisationId, type PersonId } from '@app/kernel';
import { changesOwners, isFreshlyProved, isLastOwner, mayChangeMember, mayGrantRoles, mayGrantStaffRole, mayManageMembers, maySeeMembers, mayVerifyOrganisation } from './identity.policy';

const own = 'own' as OrganisationId;
const person = (roles: MemberRole[]): Actor => ({ ...anonymous, capacity: 'person', personId: 'me' as PersonId, memberships: [{ organisationId: own, roles }] });
const token: Actor = { ...anonymous, capacity: 'member', serviceAccountId: 'svc', organisationId: own, memberships: [{ organisationId: own, roles: ['manager'] }], scopes: ['challenge:read'] };
const staff = (...staffRoles: Actor['staffRoles']): Actor => ({ ...person(['owner']), capacity: 'staff', staffRoles });

describe('who may', () => {
  it.each<[string, Actor, string, boolean, boolean]>([
    ['a stranger', anonymous, own, false, false],
    ['a contributor', person(['contributor']), own, true, false],
    ['a manager', person(['manager']), own, true, true],
    ['an owner', person(['owner']), own, true, true],
    ['an owner of another organisation', person(['owner']), 'other', false, false],
    ['a token', token, own, false, false],
    ['staff', staff('operator', 'support'), 'other', false, false],
  ])('%s sees and manages members', (_, actor, organisation, sees, manages) => {
    expect([maySeeMembers(actor, organisation), mayManageMembers(actor, organisation)]).toEqual([sees, manages]);
  });

  it.each<[MemberRole[], MemberRole[], boolean]>([
    [['owner'], ['owner', 'approver'], true],
    [['manager'], ['contributor'], true],
    [['manager'], ['manager'], true],
    [['manager'], ['treasurer'], false],
    [['manager', 'treasurer'], ['treasurer', 'contributor'], true],
    [['manager'], ['owner'], false],
    [['contributor'], ['contributor'], false],
    [['treasurer'], ['treasurer'], false],
    [[], [], false],
  ])('%j grants %j: %s', (granter, roles, may) => {
    expect(mayGrantRoles(granter, roles)).toBe(may);
  });

  it.each<[MemberRole[], MemberRole[], MemberRole[], boolean]>([
    [['manager'], ['owner'], ['contributor'], false],
    [['manager'], ['owner', 'contributor'], ['owner'], false],
    [['manager'], ['treasurer', 'contributor'], ['treasurer'], true],
    [['manager'], ['treasurer'], [], false],
    [['owner'], ['owner'], [], true],
  ])('%j makes %j into %j: %s', (granter, from, to, may) => {
    expect(mayChangeMember(granter, from, to)).toBe(may);
  });

  it('knows when owners change, and who is the last', () => {
    expect([changesOwners(['owner'], ['manager']), changesOwners([], ['owner']), changesOwners(['owner'], ['owner', 'manager'])]).toEqual([true, true, false]);
    const one = [{ personId: 'a', roles: ['owner' as const] }, { personId: 'b', roles: ['manager' as const] }];
    expect([isLastOwner(one, 'a'), isLastOwner(one, 'b'), isLastOwner([...one, { personId: 'c', roles: ['owner'] }], 'a')]).toEqual([true, false, false]);
  });

  it('proof of identity ages within ten minutes, and a token has none', () => {
    const now = new Date('2026-01-01T00:10:00Z');
    const at = (time: string) => isFreshlyProved({ ...person([]), authenticatedAt: new Date(time) }, now);
    expect([at('2026-01-01T00:00:00Z'), at('2025-12-31T23:59:59Z'), isFreshlyProved(token, now)]).toEqual([true, false, false]);
  });

  it.each<[string, Actor, string, 'finance' | 'operator', boolean]>([
    ['an operator a role they hold', staff('operator', 'finance'), 'you', 'finance', true],
    ['an operator a role they lack', staff('operator'), 'you', 'finance', false],
    ['an operator themselves', staff('operator', 'finance'), 'me', 'finance', false],
    ['no operator', staff('finance'), 'you', 'finance', false],
  ])('staff roles: %s', (_, actor, target, role, may) => {
    expect(mayGrantStaffRole(actor, target, role)).toBe(may);
  });

  it('staff verify every organisation but their own', () => {
    expect([mayVerifyOrganisation(staff('moderator'), 'other'), mayVerifyOrganisation(staff('moderator'), own), mayVerifyOrganisation(staff('finance'), 'other')]).toEqual([true, false, false]);
  });
});
