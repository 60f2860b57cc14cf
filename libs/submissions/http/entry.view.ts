import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import { challengeLifecycle, PausedView, phaseLifecycle } from '@app/challenges';
import type { EntryDetails, Participation } from '../entries.queries';
import { entryLifecycle } from '../entry.lifecycle';
import { bands, submissionLifecycle } from '../submission.lifecycle';

export class EntryChallengeView {
  id: string;
  slug: string;
  title: string;

  @ApiProperty({ enum: challengeLifecycle.states })
  state: string;

  paused: PausedView | null;
}

export class EntryMemberView {
  personId: string;
  name: string;
  /** Basis points of what the entry wins */
  share: number;
  payeeOrganisationId: string;
}

export class EntryPhaseView {
  phaseId: string;
  position: number;
  kind: string;

  @ApiProperty({ enum: phaseLifecycle.states })
  state: string;

  opensAt: string | null;
  /** The first instant that is late */
  closesAt: string | null;
  /** Null until something was saved */
  submissionId: string | null;

  @ApiProperty({ enum: submissionLifecycle.states, nullable: true })
  submissionState: string | null;

  /** The result word, once the phase is decided */
  @ApiProperty({ enum: bands, nullable: true })
  band: string | null;

  /** "Entry 7" to those who read it blind; drawn by lot when the phase closes */
  number: number | null;
}

export class EntryView {
  id: string;
  challenge: EntryChallengeView;
  organisationId: string;
  organisationName: string;

  @ApiProperty({ enum: entryLifecycle.states })
  state: string;

  ruleCardVersion: number;
  /** Whether the bounty could be paid to the organisation when it joined; null: there is no money in it, or it is not known */
  isPayable: boolean | null;
  joinedAt: string;
  members: EntryMemberView[];
  phases: EntryPhaseView[];
  can: string[];

  static of({ entry, challenge, phases, submissions, members, organisationName, mayLeave }: EntryDetails): EntryView {
    return Object.assign(new EntryView(), {
      id: showId('entry', entry.id),
      challenge: { id: showId('challenge', challenge.id), slug: challenge.slug, title: challenge.title, state: challenge.state, paused: PausedView.of(challenge) },
      organisationId: showId('organisation', entry.organisationId),
      organisationName,
      state: entry.state,
      ruleCardVersion: entry.ruleCardVersion,
      isPayable: entry.isPayable,
      joinedAt: entry.joinedAt.toISOString(),
      members: members.map(({ personId, name, share, payeeOrganisationId }) => ({ personId: showId('person', personId), name, share, payeeOrganisationId: showId('organisation', payeeOrganisationId) })),
      phases: phases.map(({ id, position, kind, state, opensAt, closesAt }) => {
        const submission = submissions.find(({ phaseId }) => phaseId === id);
        return {
          phaseId: showId('phase', id), position, kind, state, opensAt: opensAt?.toISOString() ?? null, closesAt: closesAt?.toISOString() ?? null,
          submissionId: submission ? showId('submission', submission.id) : null, submissionState: submission?.state ?? null, band: submission?.band ?? null, number: submission?.number ?? null,
        };
      }),
      can: entryLifecycle.verbs(entry.state).filter((verb) => verb === 'withdraw' && mayLeave),
    });
  }
}

export class EntryPageView {
  items: EntryView[];
  next?: string;
}

export class ParticipationView {
  /** Solvers that take part, or took part until it was decided */
  entries: number;
  /** Handed in so far; null unless you belong to the sponsor */
  submissions: number | null;

  static of(participation: Participation): ParticipationView {
    return Object.assign(new ParticipationView(), participation);
  }
}
