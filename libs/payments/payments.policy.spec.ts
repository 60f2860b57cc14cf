import type { Actor, MemberRole, OrganisationId, PersonId, StaffRole } from '@app/kernel';
import { mayEditPayee, mayPay, mayReadFunding, mayReadMoney } from './payments.policy';

const ours = 'ours' as OrganisationId;
const member = (...roles: MemberRole[]): Actor => ({ capacity: 'person', personId: 'p' as PersonId, memberships: [{ organisationId: ours, roles }], staffRoles: [] });
const staff = (role: StaffRole): Actor => ({ capacity: 'staff', personId: 'p' as PersonId, memberships: [], staffRoles: [role] });
const token: Actor = { ...member('manager'), personId: undefined, serviceAccountId: 's' };
const everybody: [string, Actor][] = [
  ...(['owner', 'manager', 'treasurer', 'signatory', 'contributor', 'approver'] as const).map((role): [string, Actor] => [role, member(role)]),
  ...(['finance', 'support', 'moderator', 'operator'] as const).map((role): [string, Actor] => [role, staff(role)]),
  ['token', token],
  ['finance of the same organisation, who is no treasurer', { ...member('contributor'), staffRoles: ['finance'] }],
  ['stranger', { ...member('owner'), memberships: [{ organisationId: 'theirs' as OrganisationId, roles: ['owner'] }] }],
];

it.each([
  ['reads money', mayReadMoney, ['owner', 'manager', 'treasurer', 'token']],
  ['reads a funding', mayReadFunding, ['owner', 'manager', 'treasurer', 'finance', 'support', 'token']],
  ['pays', mayPay, ['owner', 'manager', 'treasurer']],
  ['says where money goes', mayEditPayee, ['owner', 'treasurer']],
])('who %s', (_, may, allowed) => {
  expect(everybody.filter(([, actor]) => may(actor, ours)).map(([name]) => name)).toEqual(allowed);
});
