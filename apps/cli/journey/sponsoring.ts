import type { ChallengeAnswer, DeclarationAnswer, FundingAnswer, RankingAnswer, ReadinessAnswer } from './answers';
import { complete, type Calendar, type Completion } from './completion';
import type { Drawing } from './drawing';
import { type Person, type Places, signInAfresh } from './people';
import type { PlannedChallenge } from './plan';
import type { Row } from './rows';
import { Refused, type Visitor } from './visitor';
import { until } from './waiting';

/** An organisation that posts challenges. */
export interface Sponsor {
  organisationId: string;
  owner: Person;
  /** Who pays: a colleague where there is one. */
  treasurer: Person;
}

interface ImportAnswer {
  rows: { outcome: 'created' | 'exists' | 'refused'; challengeId: string | null; refusals: { field: string; detail: string }[] }[];
}

/** A request must stay below 100 kB. */
const mostBytes = 64 * 1024;

export function readChallenge({ owner }: Sponsor, id: string): Promise<ChallengeAnswer> {
  return owner.visitor.get(`/challenges/${id}`);
}

/** Takes the rows of one sponsor over as drafts; their ids by the key of the row. Safe to repeat. @throws Error when one is refused */
export async function importRows({ organisationId, owner }: Sponsor, rows: readonly Row[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const batch of batches(rows)) {
    const answer = await owner.visitor.post<ImportAnswer>(`/organisations/${organisationId}/challenge-imports`, { rows: batch, timezone: 'America/New_York' });
    answer.rows.forEach(({ challengeId, refusals }, at) => {
      if (challengeId === null) throw new Error(`row ${batch[at]!.id} was refused: ${refusals.map(({ field, detail }) => `${field} ${detail}`).join('; ')}`);
      ids.set(batch[at]!.id, challengeId);
    });
  }
  return ids;
}

/** Completes a draft, asks for a review, does what staff ask for, until it is approved. Returns what had to be completed. */
export async function bringToApproval(sponsor: Sponsor, staff: Visitor, planned: PlannedChallenge, id: string, calendar: Calendar, drawing: Drawing): Promise<Completion['fields']> {
  const { visitor } = sponsor.owner;
  const draft = await readChallenge(sponsor, id);
  const readiness = await visitor.get<ReadinessAnswer>(`/challenges/${id}/readiness`);
  const { edits, fields } = complete(planned, draft, readiness, calendar, drawing);
  const edited = await visitor.patch<ChallengeAnswer>(`/challenges/${id}`, edits, draft.version);
  let asked = await visitor.put<ChallengeAnswer>(`/challenges/${id}/review-request`);
  if (drawing.happens(6, 'review', planned.key)) {
    const wish = { pointer: '/brief/limits', text: 'Name the largest cost you would accept.' };
    await staff.put(`/admin/challenges/${id}/review`, { outcome: 'request_changes', reason: 'One thing is unclear.', edits: [wish] }, asked.version);
    const { version } = await readChallenge(sponsor, id);
    await visitor.patch(`/challenges/${id}`, { brief: { limits: `${(edits.brief as { limits: string }).limits} It may cost up to ${drawing.whole(10, 99, 'limit', planned.key)} thousand dollars.` } }, Math.max(version, edited.version));
    asked = await visitor.put<ChallengeAnswer>(`/challenges/${id}/review-request`);
  }
  await staff.put(`/admin/challenges/${id}/review`, { outcome: 'approve', reason: 'Clear, fair and complete.', edits: [] }, asked.version);
  return fields;
}

/** Pays bounty and fee on the provider's pages, as many charges as it takes, and waits until the platform has it from the provider. */
export async function fund(places: Places, { treasurer }: Sponsor, challenge: ChallengeAnswer): Promise<void> {
  if (challenge.bounty === 'none') return;
  const { id } = await treasurer.visitor.post<FundingAnswer>(`/challenges/${challenge.id}/fundings`);
  const returnUrl = `${places.portal}/challenges/${challenge.id}`;
  for (;;) {
    const page = await nextPage(treasurer.visitor, id, returnUrl);
    if (page === undefined) break;
    await places.provider.pay(page);
  }
  await until(`funding ${id} is captured`, async () => (await treasurer.visitor.get<FundingAnswer>(`/fundings/${id}`)).state === 'captured');
}

/** Publishes it once the platform has counted its money. */
export async function schedule(sponsor: Sponsor, id: string): Promise<void> {
  await until(`challenge ${id} may be scheduled`, async () => {
    const { bountyTotal, funded } = await readChallenge(sponsor, id);
    return bountyTotal === null || funded!.amount >= bountyTotal.amount;
  });
  await sponsor.owner.visitor.put(`/challenges/${id}/schedule`);
}

export async function inviteJudges({ owner }: Sponsor, { id, phases }: ChallengeAnswer, judges: readonly Person[]): Promise<void> {
  for (const { id: phaseId } of phases) for (const { email } of judges) await owner.visitor.post(`/challenges/${id}/phases/${phaseId}/judges`, { email });
}

/** Opens everything that was handed in for a closed phase; its authors see that. */
export async function readAll({ owner }: Sponsor, phaseId: string): Promise<void> {
  for (const { id } of await owner.visitor.all<{ id: string }>(`/phases/${phaseId}/submissions`)) await owner.visitor.get(`/phases/${phaseId}/submissions/${id}`);
}

/** The non-use declaration of a challenge; undefined where nobody asked for it. */
export async function declarationOf({ owner }: Sponsor, challengeId: string): Promise<DeclarationAnswer | undefined> {
  return owner.visitor.get<DeclarationAnswer>(`/challenges/${challengeId}/non-use-declaration`).catch(unless('request_not_found'));
}

/** Signs, where it is asked for, that what was handed in is not used: then money goes back. */
export async function declare(sponsor: Sponsor, challengeId: string): Promise<void> {
  const declaration = await declarationOf(sponsor, challengeId);
  if (declaration?.state !== 'asked') return;
  const visitor = await signInAfresh(sponsor.owner);
  await visitor.put(`/challenges/${challengeId}/non-use-declaration/signature`, { hash: declaration.hash, name: sponsor.owner.name, isAccepted: true }).catch(unless('bounties_declaration_signed'));
}

/** Chooses among those who passed, where the rule card leaves it to the sponsor: mostly the best first, sometimes the second before. */
export async function choose({ owner }: Sponsor, challenge: ChallengeAnswer, phaseId: string, passMark: number, drawing: Drawing, key: string): Promise<void> {
  const { items } = await until(`the ranking of ${phaseId} is ready`, () => owner.visitor.put<RankingAnswer>(`/phases/${phaseId}/ranking`).catch(unless('judging_ranking_not_ready')));
  const passing = items.filter(({ score }) => score !== null && score >= passMark).sort((a, b) => a.rank - b.rank).map(({ submissionId }) => submissionId);
  if (passing.length > 1 && drawing.happens(3, 'favourite', key)) passing.unshift(...passing.splice(1, 1));
  const prizes = challenge.phases.find(({ id }) => id === phaseId)!.prizes.filter(({ kind }) => kind === 'placement').sort((a, b) => a.place! - b.place!);
  const chosen = prizes.map(({ id: prizeId }, at) => ({ prizeId, submissionId: passing[at] ?? null }));
  await owner.visitor.put(`/phases/${phaseId}/decision`, { places: chosen, reason: 'These fit best into how we work.' }).catch(unless('judging_already_decided'));
}

/** The page of the next charge, or undefined when all are paid. */
async function nextPage(visitor: Visitor, fundingId: string, returnUrl: string): Promise<string | undefined> {
  return (await visitor.put<{ url: string }>(`/fundings/${fundingId}/checkout`, { returnUrl }).catch(unless('payments_nothing_to_pay')))?.url;
}

/** For a refusal that only says that it is so already, or not yet. */
export function unless(code: string): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof Refused && error.code === code) return undefined;
    throw error;
  };
}

function batches(rows: readonly Row[]): Row[][] {
  const found: Row[][] = [];
  let bytes = Infinity;
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row));
    if (bytes + size > mostBytes) {
      found.push([]);
      bytes = 0;
    }
    found.at(-1)!.push(row);
    bytes += size;
  }
  return found;
}
