import { Injectable } from '@nestjs/common';
import { type Actor, isMember, showId } from '@app/kernel';
import { Challenges, type Phase, type PhaseForm, RuleCard } from '@app/challenges';
import { Suspensions } from '@app/identity';
import { Db, requestProblems, type Tx } from '@app/platform';
import { Entry } from './entry.entity';
import { Submission } from './submission.entity';
import { goingOn, unsealedStates } from './submission.lifecycle';
import { isInTime } from './submission.rules';
import { approvesFor, mayWrite, type Side } from './submissions.policy';
import { submissionProblems as problems } from './submissions.problems';

/** An entry and its submission in one phase, locked for its author: nothing else changes them until the transaction ends. */
export interface Writable {
  entry: Entry;
  phase: Phase;
  /** Undefined until something was saved. */
  submission: Submission | undefined;
}

/** Finds entries and submissions for those who wrote them; for everybody else they are not there. */
@Injectable()
export class Authors {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly suspensions: Suspensions,
  ) {}

  /** @throws notFound for all but the author's side */
  async entry(actor: Actor, entryId: string, from: Db | Tx = this.db): Promise<{ entry: Entry; side: Side }> {
    const [found] = await from.query<{ side: Side }>(
      `select case when m.person_id is not null then 'author' else 'approver' end as side
       from entry e left join entry_member m on m.entry_id = e.id and m.person_id = $2
       where e.id = $1 and (m.person_id is not null
         or exists (select from entry_member p where p.entry_id = e.id and p.payee_organisation_id = any($3)))`,
      [entryId, actor.personId ?? null, actor.personId ? approvesFor(actor) : []],
    );
    const entry = found && (await from.findOne(Entry, entryId));
    if (!entry) throw requestProblems.notFound();
    return { entry, side: found.side };
  }

  /** @throws notFound for all but the author's side */
  async submission(actor: Actor, submissionId: string, from: Db | Tx = this.db): Promise<{ submission: Submission; entry: Entry; side: Side }> {
    const submission = await from.findOne(Submission, submissionId);
    if (!submission) throw requestProblems.notFound();
    return { submission, ...(await this.entry(actor, submission.entryId, from)) };
  }

  /** Whether this actor is on the side of anybody who handed something in to the challenge and has not taken it back. */
  async handedIn(actor: Actor, challengeId: string): Promise<boolean> {
    const rows = await this.db.query(
      `select from entry_member m join submission s on s.entry_id = m.entry_id and s.versions > 0 and s.state <> 'withdrawn'
       where m.challenge_id = $1 and (m.person_id = $2 or m.payee_organisation_id = any($3)) limit 1`,
      [challengeId, actor.personId ?? null, actor.personId ? approvesFor(actor) : []],
    );
    return rows.length > 0;
  }

  /** For a program that acts for the solver's organisation: what is not sealed any more. @throws notFound */
  async ofOrganisation(actor: Actor, submissionId: string): Promise<Submission> {
    const submission = await this.db.findOne(Submission, submissionId);
    const entry = submission && (await this.db.findOne(Entry, submission.entryId));
    if (!entry || !isMember(actor, entry.organisationId) || !unsealedStates.includes(submission.state)) throw requestProblems.notFound();
    return submission;
  }

  /** Locks what a draft is made of, before it closes. @throws notFound, forbidden, entryNotActive, notInPhase, notOpen, late, suspended */
  async toWrite(tx: Tx, actor: Actor, entryId: string, phaseId: string): Promise<Writable> {
    const { side, entry: seen } = await this.entry(actor, entryId, tx);
    const phase = await this.challenges.lockPhase(tx, phaseId, 'share');
    if (phase.challengeId !== seen.challengeId) throw requestProblems.notFound();
    const entry = (await tx.lock(Entry, entryId, 'share'))!;
    if (side !== 'author') throw requestProblems.forbidden();
    // before the state of the entry: one that ended with its challenge at the close was too late, whatever it is now
    requireInTime(phase, await this.challenges.clockOf(tx, phase.challengeId));
    if (!mayWrite(side, entry)) throw problems.entryNotActive({ state: entry.state });
    if (!actor.mayWhileSuspended) await this.suspensions.refuse(tx, entry.organisationId);
    await requireInPhase(tx, entry, phase);
    const submission = await tx.lock(Submission, { entryId: entry.id, phaseId: phase.id });
    return { entry, phase, submission };
  }

  /** The same by the submission. */
  async toWriteSubmission(tx: Tx, actor: Actor, submissionId: string): Promise<Writable & { submission: Submission }> {
    const { submission: seen } = await this.submission(actor, submissionId, tx);
    const writable = await this.toWrite(tx, actor, seen.entryId, seen.phaseId);
    return { ...writable, submission: writable.submission! };
  }

  /** The form as it stands in the rule card this entry accepted. */
  async form(entry: Pick<Entry, 'challengeId' | 'ruleCardVersion'>, phaseId: string): Promise<PhaseForm> {
    const card = (await this.db.findOne(RuleCard, { challengeId: entry.challengeId, version: entry.ruleCardVersion }))!;
    return card.terms.phases.find(({ id }) => id === showId('phase', phaseId))!.form;
  }
}

/** @throws late with the server's time, notOpen */
export function requireInTime(phase: Pick<Phase, 'state' | 'closesAt'>, now: Date): void {
  if (isInTime(phase, now)) return;
  if (phase.state === 'planned') throw problems.notOpen();
  throw problems.late({ serverTime: now.toISOString(), closesAt: phase.closesAt?.toISOString() });
}

/** Into a later phase go those who went on from the one before. @throws notInPhase */
export async function requireInPhase(tx: Tx, entry: Entry, phase: Pick<Phase, 'position'>): Promise<void> {
  if (phase.position === 1) return;
  const rows = await tx.query(
    `select from submission s join phase p on p.id = s.phase_id where s.entry_id = $1 and p.position = $2 and s.state = 'judged' and s.band = any($3)`,
    [entry.id, phase.position - 1, goingOn],
  );
  if (rows.length === 0) throw problems.notInPhase();
}
