import { defineProblems } from '@app/kernel';

export const submissionProblems = defineProblems('submission', {
  late: { status: 409, title: 'The phase is closed; this came too late.' },
  notOpen: { status: 409, title: 'This phase does not take submissions now.' },
  notInPhase: { status: 409, title: 'Only those who went on from the phase before take part in this one.' },
  entryNotActive: { status: 409, title: 'The entry does not take part.' },
  incomplete: { status: 422, title: 'Something is still missing in the submission.' },
  sealed: { status: 409, title: 'Submissions are sealed until the phase closes.' },
  opensLater: { status: 409, title: 'This file may name its author: it opens to judges when their scores are locked, to all others with the names.' },
  notReadAnyMore: { status: 409, title: 'What was not awarded is not shown any more: money went back to the sponsor, or it has declared that it does not use it.' },
  alreadyProposed: { status: 409, title: 'Staff are looking at this submission already.' },
  askedBefore: { status: 409, title: 'This clause was asked about before; the answer stands.' },
  askedTooLate: { status: 409, title: 'A submission can be questioned until the judging deadline.' },
  askedOfOrder: { status: 409, title: 'You have seen the judges’ order; from then on no submission is questioned.' },
  nothingProposed: { status: 409, title: 'Nobody has questioned this submission.' },
  ownOrganisation: { status: 403, title: 'Staff never decide in a challenge in which they, or an organisation of theirs, take part.' },
});

export const entryProblems = defineProblems('entry', {
  notOpen: { status: 409, title: 'This challenge does not take entries now.' },
  otherRuleCard: { status: 409, title: 'The rules you accepted are not the present ones; read them again.' },
  invitedOnly: { status: 403, title: 'Only invited solvers may enter this challenge.' },
  notMember: { status: 403, title: 'You can enter only for an organisation you belong to.' },
  judgesHere: { status: 409, title: 'You, or somebody of your organisation, judge this challenge, so you cannot enter it.' },
  relatedParty: { status: 409, title: 'Your organisation and the sponsor are related parties, so it cannot enter.' },
  notEligible: { status: 409, title: 'The rules of this challenge do not let this organisation enter.' },
  already: { status: 409, title: 'You are in this challenge already, or have left it: nobody enters one twice.' },
  quota: { status: 409, title: 'New accounts may enter only so many challenges a month, as the rules of this one say, until one submission was found eligible.' },
});
