import type { MemberRole } from '@app/kernel';

interface Scope {
  /** Members in any of these roles may put it on a token: nobody grants what they lack. */
  heldBy: readonly MemberRole[];
  /** What a token with it may do. */
  allows: string;
}

const anyone = ['owner', 'manager', 'signatory', 'treasurer', 'contributor', 'approver'] as const;

/** Everything a token can be allowed. A token acts as a manager of its organisation, and only where a route names its scope. */
export const scopes = {
  'organisation:read': { heldBy: anyone, allows: 'read the organisation' },
  'challenge:read': { heldBy: anyone, allows: 'read challenges, drafts of the organisation too' },
  'challenge:write': { heldBy: ['owner', 'manager'], allows: 'write and import challenges of the organisation' },
  'entry:read': { heldBy: ['owner', 'manager'], allows: 'list the organisation’s entries' },
  'submission:read': { heldBy: ['owner', 'manager'], allows: 'keep receipts of what was handed in for the organisation, once its phase has closed; never content' },
  'judging:read': { heldBy: ['owner', 'manager'], allows: 'read rankings and results of the organisation’s challenges' },
  'funding:read': { heldBy: ['owner', 'manager', 'treasurer'], allows: 'read fundings and statements' },
  'payout:read': { heldBy: ['owner', 'manager', 'treasurer'], allows: 'read payouts to the organisation' },
} as const satisfies Record<string, Scope>;

export type ScopeName = keyof typeof scopes;
export const scopeNames = Object.keys(scopes) as ScopeName[];

/** The scopes somebody with these roles may put on a token. */
export function scopesHeldBy(roles: readonly MemberRole[]): ScopeName[] {
  return scopeNames.filter((name) => (scopes[name].heldBy as readonly MemberRole[]).some((role) => roles.includes(role)));
}
