import { defineProblems } from '@app/kernel';

export const problems = defineProblems('agreements', {
  otherText: { status: 409, title: 'This is not the text of the agreement; read it again as it stands now.' },
  signedTooLate: { status: 409, title: 'The time to sign is over.' },
  signedAlready: { status: 409, title: 'Your side has signed already.' },
  notSealedYet: { status: 409, title: 'The sealed copy is not made yet; try again in a moment.' },
});
