import { Injectable } from '@nestjs/common';
import { type Actor, after, hour, isMember, isStaff, showId } from '@app/kernel';
import { Db, requestProblems } from '@app/platform';
import { type Challenge, Challenges, Criterion, mayRead, PausedView, type PauseReason } from '@app/challenges';
import { Authors, Submissions } from '@app/submissions';
import { seatLifecycle } from './assignment.lifecycle';
import type { NobodyPlaced } from './decision.rules';
import { Decisions } from './decisions.service';
import { type DecidedHow, Decision } from './decision.entity';
import { mayRunPanel } from './judging.policy';
import { PanelSeat, type Scorecard } from './panel.entity';
import type { OwnSeatView } from './http/judging.view';

export type DecisionSummary = Pick<Decision, 'id' | 'phaseId' | 'challengeId' | 'how' | 'hash' | 'decidedAt'> & { reason: string | null; scored: number; decidedBy: string | null };

/** Judges are numbers here as everywhere. */
export interface SubmissionFeedback {
  submissionId: string;
  criteria: { id: string; title: string; weight: number; judges: { judge: number; score: number; comment: string | null }[] }[];
}

export interface PhaseResults {
  decision: DecisionSummary;
  /** Why the sponsor chose so; null where nobody chose, and for those who had no part. */
  reason: string | null;
  /** Who holds the places now; `isNext`: was not decided on, and followed by the rules when somebody else had the place no more. */
  winners: { place: number; prizeId: string; prizeTitle: string; organisationId: string; organisationName: string; isNext: boolean }[];
  /** Somebody who was decided on does not hold their place any more. */
  hasChanged: boolean;
  /** Null where somebody was placed. */
  nobodyPlaced: NobodyPlaced | null;
  objectBy: Date;
  /** That is still to come, by the platform's clock. */
  isOpenToObjection: boolean;
  bands: { band: string; submissions: number }[];
  /** Who chose, for those who run the challenge; null where nobody did. */
  decidedBy: string | null;
  /** That any judge scored. */
  scored: number;
  /** Whether who asks may read the record itself. */
  mayReadRecord: boolean;
}

const bandOrder = ['winner', 'finalist', 'strong', 'fair', 'weak', 'not_judged'];

/** Reads of judging that join other tables. */
@Injectable()
export class JudgingQueries {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly submissions: Submissions,
    private readonly authors: Authors,
    private readonly decisions: Decisions,
  ) {}

  async ownSeats(seats: readonly PanelSeat[]): Promise<OwnSeatView[]> {
    const rows = await this.db.query<{ id: string; title: string; slug: string | null; paused_at: Date | null; paused_because: PauseReason | null; closes_at: Date | null; panel_state: string; judging_ends_at: Date | null; done: number; assigned: number; how: DecidedHow | null }>(
      `select s.id, c.title, case when c.state in ('scheduled', 'open', 'decided', 'completed') then c.slug end as slug, c.paused_at, c.paused_because, f.closes_at, case when p.state = 'scoring' and f.order_shown_at >= s.invited_at then 'closed' when p.state = 'stopped' and c.state <> 'cancelled' then 'not_reached' else p.state end as panel_state, f.judging_ends_at, d.how,
         count(a.id) filter (where a.state = 'done')::int as done, count(a.id) filter (where a.state in ('assigned', 'accepted', 'done'))::int as assigned
       from panel_seat s join panel p using (phase_id) join phase f on f.id = s.phase_id join challenge c on c.id = s.challenge_id
       left join assignment a on a.seat_id = s.id left join decision d on d.phase_id = s.phase_id
       where s.id = any ($1) group by s.id, c.id, p.phase_id, f.id, d.id`,
      [seats.map(({ id }) => id)],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return seats.map((seat) => {
      const row = byId.get(seat.id)!;
      const can = ownVerbs(seat, row.panel_state);
      return {
        id: showId('panel', seat.id), challengeId: showId('challenge', seat.challengeId), phaseId: showId('phase', seat.phaseId), challengeTitle: row.title, challengeSlug: row.slug, paused: PausedView.of({ pausedAt: row.paused_at, pausedBecause: row.paused_because }),
        state: seat.state, panelState: row.panel_state, decidedHow: row.how, closesAt: row.closes_at?.toISOString() ?? null, judgingEndsAt: row.judging_ends_at?.toISOString() ?? null, can, done: row.done, assigned: row.assigned,
      };
    });
  }

  /** How many seats somebody has, or is asked to take, where something is still to be judged or decided. */
  async seatsThatGoOn(actor: Actor): Promise<number> {
    const [{ seats } = { seats: 0 }] = await this.db.query<{ seats: number }>(
      `select count(*)::int as seats from panel_seat s join panel p using (phase_id) join person me on me.id = $1 and me.email_verified_at is not null
       where p.state not in ('decided', 'stopped') and (s.person_id = me.id and s.state in ('invited', 'accepted', 'ready') or s.email = me.email and s.state = 'invited')`,
      [actor.personId],
    );
    return seats;
  }

  /** @throws notFound before the decision, and where the challenge itself may not be read */
  async results(actor: Actor, phaseId: string): Promise<PhaseResults> {
    const { decision, challenge } = await this.decided(phaseId);
    if (!mayRead(actor, challenge) && !(await this.tookPart(actor, decision))) throw requestProblems.notFound();
    const winners = await this.db.query<{ place: number; prize_id: string; title: string; organisation_id: string; name: string; is_next: boolean }>(
      `select p.place, p.prize_id, z.title, e.organisation_id, o.name,
         not exists (select from decision d join decision_place w on w.decision_id = d.id where d.phase_id = p.phase_id and w.prize_id = p.prize_id and w.submission_id = p.submission_id) as is_next
       from placement p join prize z on z.id = p.prize_id join entry e on e.id = p.entry_id join organisation o on o.id = e.organisation_id
       where p.phase_id = $1 order by p.place`,
      [phaseId],
    );
    const changed = await this.db.query(
      `select from decision d join decision_place w on w.decision_id = d.id
       where d.phase_id = $1 and not exists (select from placement p where p.prize_id = w.prize_id and p.submission_id = w.submission_id) limit 1`,
      [phaseId],
    );
    const { appealHours } = await this.challenges.numbersOf(challenge.id);
    const mayReadRecord = await this.mayReadRecord(actor, decision, challenge);
    const bands = await this.db.query<{ band: string; submissions: number }>('select band, count(*)::int as submissions from submission where phase_id = $1 and band is not null group by band', [phaseId]);
    const objectBy = after(decision.decidedAt, appealHours * hour);
    return {
      decision,
      winners: winners.map((row) => ({ place: row.place, prizeId: row.prize_id, prizeTitle: row.title, organisationId: row.organisation_id, organisationName: row.name, isNext: row.is_next })),
      hasChanged: changed.length > 0,
      nobodyPlaced: (await this.decisions.nobodyPlaced(phaseId)) ?? null,
      objectBy,
      isOpenToObjection: (await this.db.now()) < objectBy,
      bands: bands.sort((a, b) => bandOrder.indexOf(a.band) - bandOrder.indexOf(b.band)),
      decidedBy: mayRunPanel(actor, challenge) ? decision.decidedBy : null,
      scored: decision.scored,
      reason: mayReadRecord || (await this.mayReadReason(actor, challenge)) ? decision.reason : null,
      mayReadRecord,
    };
  }

  /** @throws notFound unless the actor took part, runs the challenge, or is staff */
  async decisionRecord(actor: Actor, phaseId: string): Promise<Decision> {
    const { decision, challenge } = await this.decided(phaseId);
    if (!(await this.mayReadRecord(actor, decision, challenge))) throw requestProblems.notFound();
    return (await this.db.findOne(Decision, decision.id))!;
  }

  /** What the judges gave one submission, by criterion, for its author's side. @throws notFound, also before the results */
  async feedback(actor: Actor, submissionId: string): Promise<SubmissionFeedback> {
    const { submission } = await this.authors.submission(actor, submissionId);
    if (submission.state !== 'judged') throw requestProblems.notFound();
    const cards = await this.db.query<{ judge: number; scores: Scorecard['scores']; comments: Scorecard['comments'] }>(
      `select s.number as judge, c.scores, c.comments from assignment a join panel_seat s on s.id = a.seat_id join scorecard c on c.assignment_id = a.id
       where a.submission_id = $1 and a.state = 'done' order by s.number`,
      [submissionId],
    );
    const criteria = await this.db.find(Criterion, { phaseId: submission.phaseId }, { position: 'ASC' });
    return {
      submissionId,
      criteria: criteria.map(({ id, title, weight }) => ({ id, title, weight, judges: cards.map(({ judge, scores, comments }) => ({ judge, score: scores[id]!, comment: comments[id]?.trim() || null })) })),
    };
  }

  private async mayReadRecord(actor: Actor, decision: Pick<Decision, 'phaseId'>, challenge: Challenge): Promise<boolean> {
    return mayRunPanel(actor, challenge) || isStaff(actor) || (await this.tookPart(actor, decision));
  }

  /** The sponsor's people and everybody who entered read why, as the sponsor is told before it decides. */
  private async mayReadReason(actor: Actor, { id, sponsorId }: Challenge): Promise<boolean> {
    return isMember(actor, sponsorId) || (actor.personId !== undefined && (await this.submissions.hasEntered(id, actor.personId)));
  }

  /** Without the record itself, which is long. */
  private async decided(phaseId: string): Promise<{ decision: DecisionSummary; challenge: Challenge }> {
    const [decision] = await this.db.query<DecisionSummary>(
      `select id, phase_id as "phaseId", challenge_id as "challengeId", how, hash, decided_at as "decidedAt", record->>'reason' as reason,
         (select count(*)::int from jsonb_array_elements(record->'submissions') s where s->>'score' is not null) as scored,
         (select p.name from person p where p.id = decision.decided_by) as "decidedBy" from decision where phase_id = $1`,
      [phaseId],
    );
    const challenge = decision && (await this.challenges.find(decision.challengeId));
    if (!challenge) throw requestProblems.notFound();
    return { decision, challenge };
  }

  private async tookPart(actor: Actor, { phaseId }: Pick<Decision, 'phaseId'>): Promise<boolean> {
    if (!actor.personId) return false;
    const seat = await this.db.findOne(PanelSeat, { phaseId, personId: actor.personId });
    if (seat) return true;
    return this.submissions.isAuthorIn(phaseId, actor.personId);
  }
}

/** Conflicts are declared once, and who has begun steps off while there is something to judge. */
function ownVerbs({ state }: PanelSeat, panelState: string): string[] {
  const isScoring = panelState === 'scoring';
  const may: Readonly<Record<string, boolean>> = { accept: isScoring || panelState === 'waiting', decline: state !== 'ready' || isScoring, declare: state === 'accepted' && isScoring };
  return seatLifecycle.verbs(state).filter((verb) => may[verb]);
}
