import { defineProblems } from '@app/kernel';

export const challengeProblems = defineProblems('challenge', {
  notReady: { status: 409, title: 'Something is still missing before this can be reviewed.' },
  notReadyToOpen: { status: 409, title: 'Something stands in the way of opening.' },
  alreadyFunded: { status: 409, title: 'Money has been paid in; changes now need an amendment, and cancelling needs staff.' },
  ownOrganisation: { status: 403, title: 'Staff never decide on an organisation they belong to.' },
  noClarification: { status: 404, title: 'There is no such clarification.' },
  noRuleCard: { status: 404, title: 'The rules freeze when the challenge opens; there is no rule card yet.' },
});
