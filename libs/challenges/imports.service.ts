import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, type ChallengeId, type OrganisationId } from '@app/kernel';
import { Db, type Tx } from '@app/platform';
import { ChallengeSource } from './challenge-source.entity';
import { Challenge, emptyBrief } from './challenge.entity';
import { emptyForm } from './challenge.form';
import type { Parts } from './draft.edits';
import { Drafts } from './drafts.service';
import { type ImportedDraft, readRow, type Refusal } from './import.rules';
import { PlatformRules } from './rule-settings.service';
import { Phase, Prize } from './phase.entity';

export type ImportOutcome =
  | { outcome: 'created' | 'exists'; key: string; challengeId: string }
  | { outcome: 'refused'; key: null; refusals: Refusal[] };

/** Takes over challenges that were written elsewhere, as drafts; a row that was taken over before is left alone. */
@Injectable()
export class Imports {
  constructor(
    private readonly db: Db,
    private readonly drafts: Drafts,
    private readonly rules: PlatformRules,
  ) {}

  /** One outcome for each row, in their order. `zone` is where times without a zone belong. */
  run(actor: Actor, organisationId: OrganisationId, rows: readonly unknown[], zone: string): Promise<ImportOutcome[]> {
    this.drafts.requireDrafter(actor, organisationId);
    return this.db.change(actingAs(actor, 'member', organisationId), async (tx) => {
      const numbers = await this.rules.numbers(tx);
      const outcomes: ImportOutcome[] = [];
      for (const row of rows) {
        const read = readRow(row, zone);
        outcomes.push('refusals' in read ? { outcome: 'refused', key: null, refusals: read.refusals } : await this.take(tx, Challenge.draft(organisationId, tx.actor.personId, read.draft.title, numbers, tx.now), read.draft, row as object));
      }
      return outcomes;
    });
  }

  sourceOf(challengeId: ChallengeId): Promise<ChallengeSource | undefined> {
    return this.db.findOne(ChallengeSource, { challengeId });
  }

  /** The source row goes first: whoever else imports the same row at this moment waits for it, and then finds it. */
  private async take(tx: Tx, challenge: Challenge, draft: ImportedDraft, row: object): Promise<ImportOutcome> {
    const { sponsorId } = challenge;
    const inserted = await tx.query(
      `insert into challenge_source (challenge_id, organisation_id, key, row, imported_at) values ($1, $2, $3, $4, $5) on conflict (organisation_id, key) do nothing returning key`,
      [challenge.id, sponsorId, draft.key, JSON.stringify(row), tx.now],
    );
    if (inserted.length === 0) {
      const [known] = await tx.query<{ challenge_id: string }>('select challenge_id from challenge_source where organisation_id = $1 and key = $2', [sponsorId, draft.key]);
      return { outcome: 'exists', key: draft.key, challengeId: known!.challenge_id };
    }
    const { summary, need, topics, currency, timezone } = draft;
    Object.assign(challenge, { summary, brief: { ...emptyBrief, need }, topics, currency, timezone });
    await this.drafts.insert(tx, challenge, partsOf(challenge, draft));
    return { outcome: 'created', key: draft.key, challengeId: challenge.id };
  }
}

/** One phase with the dates, and the whole purse as its first place: what the sponsor then divides. */
function partsOf(challenge: Challenge, { amount, opensAt, closesAt }: ImportedDraft): Parts {
  const phase = Object.assign(Phase.planned(challenge.id, 1), { kind: 'proposal' as const, opensAt, closesAt, form: emptyForm });
  const prize = Object.assign(Prize.in(challenge.id, phase.id), { position: 1, kind: 'placement' as const, place: 1, title: 'First place', amount: amount ?? 0n });
  return { phases: [phase], criteria: [], prizes: amount === null ? [] : [prize] };
}
