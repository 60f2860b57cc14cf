import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, type EntryId, type Id, newId, type PhaseId, showId, type SubmissionId } from '@app/kernel';
import { Db, requestProblems, type Tx } from '@app/platform';
import { type Challenge, Challenges, Criterion, type NoAwardRule, Phase, Prize, refusePaused } from '@app/challenges';
import { contentDigest, Provenance } from '@app/provenance';
import { type Band, Eligibility, isClosedToSponsor, type Submitted, Submissions } from '@app/submissions';
import { Conflicts } from './conflicts.service';
import { decisionMade } from './judging.events';
import { mayAwaitDecision, mayRunPanel } from './judging.policy';
import { problems, refuseEnded } from './judging.problems';
import { Decision, DecisionPlace, type DecidedHow } from './decision.entity';
import { decisionManifest, decisionRecord } from './decision-record';
import { bandOf, choiceBlockers, isPassing, isRankingReady, type JudgingProgress, noAwardEffect, nobodyPlaced, type NobodyPlaced, type Place, type PlacementPrize, type Unheld } from './decision.rules';
import { Assignment, Panel, PanelSeat, Scorecard } from './panel.entity';
import { Placement } from './placement.entity';
import { reasonFor } from './reason.rules';
import { rank, type Ranked, type Ranking, type Scored } from './scoring.rules';

/** Everything about one phase that a decision needs, read under its lock. */
export interface Judged {
  challenge: Challenge;
  phase: Phase;
  panel: Panel;
  submitted: Submitted[];
  criteria: Criterion[];
  prizes: PlacementPrize[];
  scored: Scored[];
  progress: JudgingProgress;
  ranking: Ranking;
}

/** Entries have numbers, not names: by submission. */
export interface LabelledRanking {
  ranking: Ranking;
  labels: ReadonlyMap<string, number>;
  /** Submissions that are not shown any more to those who run the challenge. */
  closed: ReadonlySet<string>;
}

export interface Choice {
  /** Every placement of the phase; null where nobody gets it. */
  places: readonly { prizeId: string; submissionId: string | null }[];
  reason: string;
  /** What each entrant reads besides the scores, by submission. */
  feedback: ReadonlyMap<string, string>;
}

/** Ranks a phase, and decides it. */
@Injectable()
export class Decisions {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly submissions: Submissions,
    private readonly eligibility: Eligibility,
    private readonly provenance: Provenance,
    private readonly conflicts: Conflicts,
  ) {}

  /**
   * Shows the sponsor the order for the first time, when it can be decided by it; blind until results. It closes the panel, and
   * ends questions about eligibility: nobody turns an order they have seen. @throws notFound, rankingNotReady, cancelled
   */
  async openRanking(actor: Actor, phaseId: string): Promise<LabelledRanking> {
    const member = await this.memberOf(actor, phaseId, mayRunPanel);
    return this.db.change(member, async (tx) => {
      const judged = await this.judged(tx, phaseId);
      if (judged.panel.state !== 'decided') {
        refusePaused(judged.challenge);
        requireReady(judged, tx.now);
        judged.phase.orderShownAt ??= tx.now;
        await tx.save(judged.phase, { action: 'phase.show_order' });
      }
      return labelled(judged);
    });
  }

  /** Once it was opened, or the phase is decided. The sponsor's other people learn only that it is ready. @throws notFound, rankingNotReady, rankingNotOpened, othersDecide */
  async ranking(actor: Actor, phaseId: string): Promise<LabelledRanking> {
    const member = await this.memberOf(actor, phaseId, mayAwaitDecision);
    return this.db.change(member, async (tx) => {
      const judged = await this.judged(tx, phaseId, 'share');
      if (!mayRunPanel(actor, judged.challenge)) {
        if (judged.panel.state !== 'decided') requireReady(judged, tx.now);
        throw problems.othersDecide();
      }
      if (judged.panel.state !== 'decided') requireOpened(judged, tx.now);
      return labelled(judged);
    });
  }

  /** The sponsor decides, where the rule card lets them: anyone over the pass mark, or nobody, for every prize, with a reason that is published to the entrants. */
  async choose(actor: Actor, phaseId: string, choice: Choice): Promise<Decision> {
    const member = await this.memberOf(actor, phaseId, mayRunPanel);
    return this.db.change(member, async (tx) => {
      const judged = await this.judged(tx, phaseId);
      refuseEnded(judged.challenge, judged.phase);
      refusePaused(judged.challenge);
      if (judged.challenge.decisionRule === 'by_ranking') throw problems.rankingBinds();
      requireOpened(judged, tx.now);
      if (await this.eligibility.waitsUntil(tx, phaseId)) throw problems.eligibilityOpen();
      const chosen = choice.places.map(({ prizeId, submissionId }) => ({ prize: prizeId, submission: submissionId }));
      const blockers = choiceBlockers(chosen, judged.ranking.ranked, judged.prizes, judged.challenge.passMark);
      if (blockers.length > 0) throw problems.choiceBlocked({ blockers });
      const places = chosen.flatMap(({ prize, submission }) => (submission === null ? [] : [{ prize, submission, place: judged.prizes.find(({ id }) => id === prize)!.place }]));
      const unknown = [...choice.feedback.keys()].findIndex((id) => !judged.submitted.some(({ submissionId }) => submissionId === id));
      if (unknown >= 0) throw requestProblems.invalid({ errors: [{ pointer: `/feedback/${unknown}/submissionId`, code: 'no_such_submission', detail: 'must be one that is judged here' }] });
      return this.decide(tx, judged, 'sponsor_choice', places, choice.reason, choice.feedback);
    });
  }

  async of(phaseId: string): Promise<Decision | undefined> {
    return this.db.findOne(Decision, { phaseId: phaseId as PhaseId });
  }

  /** Who takes which placement of a decided phase, and who passed where nobody was placed. For the module that pays. */
  async outcomeOf(from: Db | Tx, phaseId: string): Promise<{ how: DecidedHow; places: DecisionPlace[]; passing: string[] }> {
    const decision = (await from.findOne(Decision, { phaseId: phaseId as PhaseId }))!;
    const places = await from.find(DecisionPlace, { decisionId: decision.id });
    const { passMark, submissions } = decision.record;
    const passing = new Set(submissions.filter(({ score }) => isPassing(score, passMark, decision.how)).map(({ submission }) => submission));
    const rows = await this.submissions.submittedIn(from, phaseId);
    return { how: decision.how, places: places.sort((a, b) => a.place - b.place), passing: rows.filter(({ submissionId }) => passing.has(showId('submission', submissionId))).map(({ submissionId }) => submissionId) };
  }

  /** How far anybody came where a decision placed nobody, and what the no-award rule makes of that; undefined where somebody was placed. */
  async nobodyPlaced(phaseId: string): Promise<NobodyPlaced | undefined> {
    const [row] = await this.db.query<Parameters<typeof nobodyPlaced>[1] & { scores: (number | null)[] }>(
      `select d.how, c.no_award_rule as "noAwardRule", (d.record->>'passMark')::float8 as "passMark", jsonb_path_query_array(d.record, '$.submissions[*].score') as scores,
         exists (select from prize z where z.phase_id = d.phase_id and z.kind = 'placement' and z.amount > 0) as "isMoney"
       from decision d join challenge c on c.id = d.challenge_id where d.phase_id = $1 and not exists (select from decision_place w where w.decision_id = d.id)`,
      [phaseId],
    );
    return row && nobodyPlaced(row.scores, row);
  }

  /** Which prizes a decision that placed somebody gave to nobody, and what the no-award rule makes of them; undefined where there are none. */
  async unheld(phaseId: string): Promise<Unheld | undefined> {
    const [row] = await this.db.query<{ how: DecidedHow; noAwardRule: NoAwardRule | null; passMark: number; titles: string[]; isMoney: boolean; scores: (number | null)[] }>(
      `select d.how, c.no_award_rule as "noAwardRule", (d.record->>'passMark')::float8 as "passMark", z.titles, z.is_money as "isMoney",
         array(select (s->>'score')::float8 from jsonb_array_elements(d.record->'submissions') s
           join submission b on b.phase_id = d.phase_id and b.state in ('under_review', 'judged') and 'sub_' || replace(b.id::text, '-', '') = s->>'submission'
           where not exists (select from decision_place w where w.decision_id = d.id and w.submission_id = b.id)) as scores
       from decision d join challenge c on c.id = d.challenge_id cross join lateral (
         select array_agg(p.title order by p.position) as titles, bool_or(p.amount > 0) as is_money from prize p
         where p.phase_id = d.phase_id and p.kind <> 'fee' and not exists (select from decision_place w where w.decision_id = d.id and w.prize_id = p.id)) z
       where d.phase_id = $1 and z.titles is not null`,
      [phaseId],
    );
    if (!row) return undefined;
    const { how, noAwardRule, passMark, titles, isMoney, scores } = row;
    return { titles, noAward: isMoney ? noAwardEffect(noAwardRule, scores.filter((score) => isPassing(score, passMark, how)).length) : null };
  }

  /**
   * A placement was given up, and goes to the next in line or to nobody: results and bands say who holds it now, the record what
   * was decided. The caller has locked challenge and phase.
   */
  async passPlacement(tx: Tx, phaseId: string, prizeId: string, nextSubmissionId: string | undefined): Promise<void> {
    const { record, how } = (await tx.findOne(Decision, { phaseId: phaseId as PhaseId }))!;
    const placement = (await tx.findOne(Placement, { prizeId: prizeId as Id<'prize'> }))!;
    const phase = (await tx.findOne(Phase, phaseId))!;
    const { score } = record.submissions.find(({ submission }) => submission === showId('submission', placement.submissionId))!;
    const goesOn = !(await this.challenges.isLastPhase(phase, tx)) && isPassing(score, record.passMark, how);
    await this.submissions.changeBand(tx, placement.submissionId, bandOf(score, record.passMark, { isWinner: false, goesOn }));
    if (!nextSubmissionId) return tx.remove(placement, { action: 'placement.end' });
    const next = await this.submissions.changeBand(tx, nextSubmissionId, 'winner');
    Object.assign(placement, { submissionId: next.id, entryId: next.entryId });
    await tx.save(placement, { action: 'placement.pass' });
  }

  /** Ranks, gives everybody their result, and records it. The caller has locked and read `judged`, and knows that now is the time. */
  async decide(tx: Tx, judged: Judged, how: DecidedHow, places: readonly Place[], reason: string | null, feedback: ReadonlyMap<string, string>): Promise<Decision> {
    const { challenge, phase, panel, ranking, scored, criteria } = judged;
    const isLastPhase = await this.challenges.isLastPhase(phase, tx);
    const goesOn = (score: number | null) => !isLastPhase && isPassing(score, challenge.passMark, how);
    const winners = new Set(places.map(({ submission }) => submission));
    const bands = new Map<string, Band>(ranking.ranked.map(({ submission, score }) => [submission, bandOf(score, challenge.passMark, { isWinner: winners.has(submission), goesOn: goesOn(score) })]));
    const card = await this.challenges.ruleCardOf(challenge.id);
    const record = decisionRecord({
      phaseId: phase.id, how, passMark: challenge.passMark, ranking, bands, scored, criteria, places, reason, decidedAt: tx.now,
      ruleCard: card ? { version: card.version, hash: card.hash.toString('hex') } : null,
    });
    const digest = contentDigest(decisionManifest(record));

    const resultOf = (row: Ranked) => ({ submissionId: row.submission, band: bands.get(row.submission)!, reason: reasonFor(row, judged.scored, judged.criteria, feedback.get(row.submission) ?? null) });
    await this.submissions.giveResults(tx, ranking.ranked.map(resultOf));
    panel.state = 'decided';
    panel.dueAt = null;
    await tx.save(panel, { action: 'panel.decide' });
    const isLast = isLastPhase || !ranking.ranked.some(({ score }) => goesOn(score));
    await this.challenges.phaseDecided(tx, phase.id, { resultsAt: tx.now, isLast, outcome: places.length > 0 ? 'awarded' : 'unawarded' });

    const id: Id<'decision'> = newId('decision');
    const { seq } = await this.provenance.append(tx, { type: 'decision', subject: showId('decision', id), digest });
    const decision = await tx.save(
      Object.assign(new Decision(), { id, phaseId: phase.id, challengeId: challenge.id, how, record, hash: digest.toString('hex'), seq, decidedBy: tx.actor.personId ?? null, decidedAt: tx.now }),
      { action: 'phase.decide', reason: reason ?? undefined },
    );
    const entries = new Map(judged.submitted.map(({ submissionId, entryId }) => [submissionId as string, entryId]));
    for (const { prize, place, submission } of places) {
      await tx.save(Object.assign(new DecisionPlace(), { decisionId: id, prizeId: prize, place, submissionId: submission, entryId: entries.get(submission)! }));
      await tx.save(Placement.of({ prizeId: prize as Id<'prize'>, phaseId: phase.id, place, submissionId: submission as SubmissionId, entryId: entries.get(submission)! as EntryId }));
    }
    tx.emit(decisionMade, { challengeId: challenge.id, phaseId: phase.id, decisionId: id });
    return decision;
  }

  /** Locks challenge, phase and panel; to change them also settles who judges. @throws notFound, rankingNotReady */
  async judged(tx: Tx, phaseId: string, mode: 'update' | 'share' = 'update'): Promise<Judged> {
    const found = await tx.findOne(Phase, phaseId);
    if (!found) throw requestProblems.notFound();
    const challenge = await this.challenges.lock(tx, found.challengeId, mode);
    const phase = await this.challenges.lockPhase(tx, phaseId, mode);
    const panel = await tx.lock(Panel, { phaseId: phase.id }, mode);
    if (!panel) throw problems.rankingNotReady();
    if (mode === 'update' && panel.state === 'scoring') await this.conflicts.settle(tx, phase);

    const submitted = await this.submissions.submittedIn(tx, phaseId);
    const criteria = await tx.find(Criterion, { phaseId: phase.id });
    const prizes = (await tx.find(Prize, { phaseId: phase.id })).filter(({ kind }) => kind === 'placement').map(({ id, place }) => ({ id, place: place! }));
    const seats = new Map((await tx.find(PanelSeat, { phaseId: phase.id })).map((seat) => [seat.id, seat]));
    const assignments = (await tx.find(Assignment, { phaseId: phase.id })).filter(({ submissionId }) => submitted.some((row) => row.submissionId === submissionId));
    const done = assignments.filter(({ state }) => state === 'done');
    const cards = new Map((await this.cards(tx, phaseId)).map((card) => [card.assignmentId, card]));
    const scored = done.map(({ id, seatId, submissionId }) => ({ judge: String(seats.get(seatId)!.number), submission: submissionId as string, scores: cards.get(id)!.scores }));
    const { normalisedFromScores } = await this.challenges.numbersOf(challenge.id);
    const progress = {
      submissions: submitted.length,
      scored: new Set(scored.map(({ submission }) => submission)).size,
      open: assignments.filter(({ state }) => state === 'assigned' || state === 'accepted').length,
      undeclared: [...seats.values()].filter(({ state }) => state === 'invited' || state === 'accepted').length,
      judgingEndsAt: phase.judgingEndsAt!,
    };
    return { challenge, phase, panel, submitted, criteria, prizes, scored, progress, ranking: rank(submitted.map(({ submissionId, submittedAt }) => ({ submission: submissionId, submittedAt })), scored, criteria, normalisedFromScores) };
  }

  /** Asked before anything is locked: strangers keep nobody waiting. @throws notFound */
  private async memberOf(actor: Actor, phaseId: string, may: typeof mayRunPanel): Promise<Actor> {
    const phase = await this.challenges.findPhase(phaseId);
    const challenge = phase && (await this.challenges.find(phase.challengeId));
    if (!challenge || !may(actor, challenge)) throw requestProblems.notFound();
    return actingAs(actor, 'member', challenge.sponsorId);
  }

  private async cards(tx: Tx, phaseId: string): Promise<Scorecard[]> {
    const rows = await tx.query<{ assignment_id: string; scores: Scorecard['scores'] }>(
      `select c.assignment_id, c.scores from scorecard c join assignment a on a.id = c.assignment_id where a.phase_id = $1 and a.state = 'done'`,
      [phaseId],
    );
    return rows.map(({ assignment_id, scores }) => Object.assign(new Scorecard(), { assignmentId: assignment_id, scores }));
  }
}

function labelled({ challenge, ranking, submitted }: Judged): LabelledRanking {
  const labels = new Map(submitted.map(({ submissionId, entryNumber }) => [submissionId, entryNumber]));
  return { ranking, labels, closed: new Set(submitted.filter((row) => isClosedToSponsor(challenge, row)).map(({ submissionId }) => submissionId)) };
}

/** @throws rankingNotReady */
function requireReady({ challenge, panel, progress }: Judged, now: Date): void {
  if (panel.state !== 'scoring' || !isRankingReady(challenge.decisionRule, progress, now)) throw problems.rankingNotReady();
}

/** Also refuses a choice: what is refused of one would tell the order. @throws rankingNotReady, rankingNotOpened */
function requireOpened(judged: Judged, now: Date): void {
  requireReady(judged, now);
  if (!judged.phase.orderShownAt) throw problems.rankingNotOpened();
}
