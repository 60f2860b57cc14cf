import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { type ChallengeId, type Currency, newId, type OrganisationId, type PersonId } from '@app/kernel';
import { AmountColumn, Audited, InstantColumn, Lockable, StateColumn } from '@app/platform';
import { challengeLifecycle, type ChallengeState } from './challenge.lifecycle';
import {
  type BountyKind, type CancelReason, type ChallengeKind, type DecisionRule, type EntryKind, type JudgeRole, type NoAwardRule, type PauseReason, type Result, type SponsorClosing, type Visibility,
} from './challenge.values';
import { type IpTerms, standardClauses } from './ip-terms';
import type { FrozenNumbers, RuleNumbers } from './rule-numbers';
import { challengeSlug } from './slug';

/** How anybody will know a year later whether it helped. */
export interface Metric {
  name: string;
  unit: string | null;
  baseline: number | null;
  target: number | null;
  /** ISO 8601, UTC */
  dueAt: string | null;
}

/** The text of a challenge, Markdown as its author wrote it. */
export interface Brief {
  need: string | null;
  context: string | null;
  limits: string | null;
  success: string | null;
  tried: string | null;
  deliverables: string | null;
  /** Technology readiness level, 1 to 9 */
  wantedTrl: number | null;
  metric: Metric | null;
}

export const emptyBrief: Brief = { need: null, context: null, limits: null, success: null, tried: null, deliverables: null, wantedTrl: null, metric: null };

/** A posted problem, from its first draft until everything is paid and answered. */
@Entity()
@Lockable('challenge')
@Audited('title', 'visibility', 'bounty', 'currency', 'bountyTotal', 'ipTerms', 'decisionRule', 'noAwardRule', 'passMark', 'funded', 'opensAt', 'closesAt', 'result', 'cancelReason', 'closedToSponsorBecause')
export class Challenge {
  @PrimaryColumn('uuid') id: ChallengeId;
  @Column('text') slug: string;
  @Column('uuid') sponsorId: OrganisationId;
  /** Null when a service account made it; the audit trail names that. */
  @Column('uuid', { nullable: true }) createdBy: PersonId | null;
  @Column('text') kind: ChallengeKind;
  @Column('text') entry: EntryKind;
  @Column('int', { nullable: true }) capacity: number | null;
  @Column('text') visibility: Visibility;
  @StateColumn(challengeLifecycle) state: ChallengeState;
  @Column('text', { nullable: true }) result: Result | null;
  @Column('text') title: string;
  @Column('text', { nullable: true }) summary: string | null;
  @Column('jsonb') brief: Brief;
  @Column('text', { array: true }) topics: string[];
  /** ISO 3166-1 alpha-2; null: solvers of every country. */
  @Column('text', { array: true, nullable: true }) countries: string[] | null;
  @Column('text') bounty: BountyKind;
  @Column('text', { nullable: true }) currency: Currency | null;
  /** Sum of all prizes, minor units. */
  @AmountColumn() bountyTotal: bigint;
  /** Captured for its prizes, minor units, without the fee. */
  @AmountColumn() funded: bigint;
  /** When the first money arrived: from then on the hold limit runs. */
  @InstantColumn({ nullable: true }) fundedAt: Date | null;
  /** The platform's at the moment staff approved it, and from then on its own; null before. */
  @Column('jsonb', { nullable: true }) numbers: FrozenNumbers | null;
  @Column('text', { nullable: true }) ipTerms: IpTerms | null;
  @Column('text') decisionRule: DecisionRule;
  @Column('text', { nullable: true }) noAwardRule: NoAwardRule | null;
  @Column('int') passMark: number;
  @Column('int') judgingDays: number;
  @Column('text', { array: true }) judgeRoles: JudgeRole[];
  /** Numbered from 1; eligibility decisions refer to a number. */
  @Column('text', { array: true }) eligibility: string[];
  /** The sponsor's IANA zone. */
  @Column('text', { nullable: true }) timezone: string | null;
  /** Of the first phase. */
  @InstantColumn({ nullable: true }) opensAt: Date | null;
  /** Of the phase that is open, or of the first that will be. */
  @InstantColumn({ nullable: true }) closesAt: Date | null;
  @InstantColumn() createdAt: Date;
  @InstantColumn() editedAt: Date;
  @InstantColumn({ nullable: true }) reviewRequestedAt: Date | null;
  /** When it was scheduled, and so became visible. */
  @InstantColumn({ nullable: true }) listedAt: Date | null;
  @InstantColumn({ nullable: true }) openedAt: Date | null;
  @InstantColumn({ nullable: true }) decidedAt: Date | null;
  @InstantColumn({ nullable: true }) completedAt: Date | null;
  @InstantColumn({ nullable: true }) cancelledAt: Date | null;
  @Column('text', { nullable: true }) cancelReason: CancelReason | null;
  @Column('text', { nullable: true }) cancelNote: string | null;
  /** Its clock stands still from then on; the row of the pause says more. */
  @InstantColumn({ nullable: true }) pausedAt: Date | null;
  @Column('text', { nullable: true }) pausedBecause: PauseReason | null;
  /** From then on its sponsor's people read nothing more that was not awarded. */
  @InstantColumn({ nullable: true }) closedToSponsorAt: Date | null;
  @Column('text', { nullable: true }) closedToSponsorBecause: SponsorClosing | null;
  @VersionColumn() version: number;

  /** A new draft with the platform's defaults; what the sponsor must decide is left open. */
  static draft(sponsorId: OrganisationId, createdBy: PersonId | undefined, title: string, { passMark, judgingDays }: Pick<RuleNumbers, 'passMark' | 'judgingDays'>, now: Date): Challenge {
    const id = newId('challenge');
    return Object.assign(new Challenge(), {
      id, slug: challengeSlug(title, id), sponsorId, createdBy: createdBy ?? null, title,
      kind: 'prize', entry: 'open', capacity: null, visibility: 'public', state: challengeLifecycle.states[0]!, result: null,
      summary: null, brief: { ...emptyBrief }, topics: [], countries: null,
      bounty: 'money', currency: null, bountyTotal: 0n, funded: 0n, fundedAt: null, numbers: null,
      ipTerms: null, decisionRule: 'by_ranking', noAwardRule: null, passMark, judgingDays,
      judgeRoles: ['independent'], eligibility: [...standardClauses], timezone: null, opensAt: null, closesAt: null,
      createdAt: now, editedAt: now, reviewRequestedAt: null, listedAt: null, openedAt: null, decidedAt: null, completedAt: null,
      cancelledAt: null, cancelReason: null, cancelNote: null, pausedAt: null, pausedBecause: null, closedToSponsorAt: null, closedToSponsorBecause: null,
    } satisfies Omit<Challenge, 'version'>);
  }
}
