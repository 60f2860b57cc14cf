import { defineProblems } from '@app/kernel';

export const problems = defineProblems('agreements', {
  otherText: { status: 409, title: 'This is not the text of the agreement; read it again as it stands now.' },
  signedTooLate: { status: 409, title: 'The time to sign is over.' },
  signedAlready: { status: 409, title: 'Nothing is left for your side to sign: it has signed, or the rule card binds it.' },
  notSealedYet: { status: 409, title: 'The sealed copy is not made yet; try again in a moment.' },
});
