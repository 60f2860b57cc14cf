import { defineProblems, type Problem } from '@app/kernel';

export const problems = defineProblems('judging', {
  mayNotJudge: { status: 409, title: 'The rule card does not let you judge here: it says whether the sponsor’s people may, and whether others may.' },
  ownPeople: { status: 409, title: 'By the rule card only independent judges judge here, and this address belongs to somebody of the sponsor.' },
  takesPart: { status: 409, title: 'You, or an organisation of yours, take part in this challenge, so you cannot judge it.' },
  panelIsFull: { status: 409, title: 'A panel has at most 25 judges.' },
  alreadyInvited: { status: 409, title: 'This address is on the panel already.' },
  notOpenYet: { status: 409, title: 'Judging begins when the phase has closed.' },
  declareFirst: { status: 409, title: 'Declare your conflicts before you open a submission.' },
  conflictsDeclared: { status: 409, title: 'Conflicts are declared by name once, before your entries are shown. From then on step back from single entries or off the panel, or write to the staff.' },
  oneNameLeft: { status: 409, title: 'You would judge one entrant alone and know who it is. Step off the panel instead.' },
  readingOver: { status: 409, title: 'Judges read until the time to object to the decision is over, or the challenge is cancelled; your scores stay yours to see.' },
  scoresAreLocked: { status: 409, title: 'These scores are locked; nobody changes them afterwards.' },
  scoresIncomplete: { status: 422, title: 'Score every criterion from 0 to 10 before locking.' },
  panelClosed: { status: 409, title: 'The sponsor has seen the panel’s order; only staff change who judges now.' },
  rankingNotReady: { status: 409, title: 'The ranking is shown when all scores are in; where the sponsor chooses, also once the judging deadline has passed.' },
  rankingNotOpened: { status: 409, title: 'Nobody of the sponsor has opened the judges’ order yet; opening it closes the panel.' },
  othersDecide: { status: 403, title: 'Owners and managers of the sponsor see the judges’ order; where the sponsor chooses, they decide.' },
  rankingBinds: { status: 409, title: 'In this challenge the panel’s order decides.' },
  choiceBlocked: { status: 422, title: 'This choice is not allowed by the rule card.' },
  eligibilityOpen: { status: 409, title: 'Staff are looking at whether a submission may take part; decide afterwards.' },
  cancelled: { status: 409, title: 'This challenge was cancelled; nothing is judged any more.' },
  alreadyDecided: { status: 409, title: 'Nothing is judged here any more: the phase, or the challenge before it, is decided.' },
});

/** `cancelled`, or `alreadyDecided` where the phase is, or never comes to it; undefined while it may be judged. */
export function endOf(challenge: { state: string }, phase: { state: string }): Problem | undefined {
  if (challenge.state === 'cancelled') return problems.cancelled();
  if (phase.state === 'decided' || challenge.state === 'decided' || challenge.state === 'completed') return problems.alreadyDecided();
  return undefined;
}

/** @throws cancelled, alreadyDecided */
export function refuseEnded(challenge: { state: string }, phase: { state: string }): void {
  const end = endOf(challenge, phase);
  if (end) throw end;
}
