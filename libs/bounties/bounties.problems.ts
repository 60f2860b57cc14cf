import { defineProblems } from '@app/kernel';

export const problems = defineProblems('bounties', {
  noBounty: { status: 409, title: 'This challenge has no bounty; there is nothing to pay.' },
  notApproved: { status: 409, title: 'It is paid for once staff have approved it.' },
  tooLate: { status: 409, title: 'Nothing more can be paid in for this challenge.' },
  nothingLeft: { status: 409, title: 'Every prize of this challenge is paid for.' },
  outOfRange: { status: 422, title: 'Pay what its prizes still need, or a part of it that the payment provider takes.' },
  otherCurrency: { status: 422, title: 'Pay in the currency of the challenge.' },
  responseTooLate: { status: 409, title: 'The time to answer is over.' },
  otherDeclaration: { status: 409, title: 'This is not the text of the declaration; read it again.' },
  declarationSigned: { status: 409, title: 'The declaration is signed already.' },
  ownOrganisation: { status: 403, title: 'Staff never decide in a challenge in which they, or an organisation of theirs, take part.' },
});
