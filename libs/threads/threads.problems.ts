import { defineProblems } from '@app/kernel';

export const questionProblems = defineProblems('question', {
  ownChallenge: { status: 403, title: 'It is your organisation’s own challenge: you answer, others ask.' },
  closed: { status: 409, title: 'Questions about this challenge are not asked or answered now.' },
  tooManyOpen: { status: 409, title: 'So many of your questions wait for an answer that the next one has to wait too.' },
  bindingStands: { status: 409, title: 'A binding answer is part of the rules’ record and stands as it was given.' },
  bindingTooLate: { status: 409, title: 'A binding answer is given while everybody can still go by it: the phase is closed.' },
  isHidden: { status: 409, title: 'Staff have hidden this question.' },
  ownSide: { status: 403, title: 'Staff never decide in a challenge in which they, or an organisation of theirs, take part.' },
});
