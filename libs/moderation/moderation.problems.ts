import { defineProblems } from '@app/kernel';

export const problems = defineProblems('moderation', {
  own: { status: 409, title: 'It is your own, or your organisation’s: change or withdraw it instead.' },
  reportedAlready: { status: 409, title: 'You have reported this already; staff have not decided yet.' },
  tooManyReports: { status: 429, title: 'You have reported much today; go on tomorrow.' },
  ground: { status: 422, title: 'This cannot be reported on that ground.' },
  noSuchReceipt: { status: 422, title: 'The log has no record of yours with this number.' },
  answerTooLate: { status: 409, title: 'The time to answer is over.' },
  notHeard: { status: 409, title: 'The other side has to be asked before anything is found against it.' },
  askedBefore: { status: 409, title: 'The other side was asked already.' },
  ownMatter: { status: 403, title: 'Staff never decide where they, or an organisation of theirs, are on a side.' },
  measure: { status: 422, title: 'This cannot be done here.' },
  measureInForce: { status: 409, title: 'Another decision has done so already, and is in force.' },
  nothingToLift: { status: 409, title: 'It found nothing against anybody, so there is nothing to lift.' },
  appealTooLate: { status: 409, title: 'The time to appeal is over.' },
  appealedAlready: { status: 409, title: 'An appeal was filed already.' },
  sameDecider: { status: 403, title: 'Somebody who did not decide before has to decide now.' },
});
