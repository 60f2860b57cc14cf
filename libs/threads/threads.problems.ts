import { defineProblems } from '@app/kernel';

export const threadProblems = defineProblems('thread', {
  notOpen: { status: 409, title: 'Conversations about a submission open with its results; before that, ask in public.' },
  notParticipant: { status: 422, title: 'Only who takes part in this conversation can be mentioned.' },
  noAttachment: { status: 422, title: 'A file can be sent once, by who uploaded it here.' },
  tooManyUnsent: { status: 409, title: 'Send the files you uploaded here first; those that are not sent are dropped after a day.' },
  stands: { status: 409, title: 'A message can be changed or deleted for 15 minutes; then it stands.' },
});

export const questionProblems = defineProblems('question', {
  ownChallenge: { status: 403, title: 'It is your organisation’s own challenge: you answer, others ask.' },
  closed: { status: 409, title: 'Questions about this challenge are not asked or answered now.' },
  tooManyOpen: { status: 409, title: 'So many of your questions wait for an answer that the next one has to wait too.' },
  bindingStands: { status: 409, title: 'A binding answer is part of the rules’ record and stands as it was given.' },
  bindingTooLate: { status: 409, title: 'A binding answer is given while everybody can still go by it: the phase is closed.' },
  isHidden: { status: 409, title: 'Staff have hidden this question.' },
});
