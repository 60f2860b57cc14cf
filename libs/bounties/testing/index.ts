import { after, type AwardId, day, hour, readId, showId } from '@app/kernel';
import { aChallenge, aSponsor, type ChallengeWish, type TestChallenge, type TestSponsor } from '../../challenges/testing';
import { aJudge, judgeAll, type TestJudge } from '../../judging/testing';
import { openPage, pay } from '../../payments/testing';
import { anEntry, aSolver, aSubmission, closePhase, type TestEntry, type TestSolver } from '../../submissions/testing';
import { runChecks } from '../../../apps/cli/check';
import type { View } from '@app/api-client';
import type { TestApp } from '../../../test/support/app';
import { client, ok } from '../../../test/support/client';

export const prizes = (...amounts: number[]): Pick<View<'PhaseDto'>, 'prizes'> => ({
  prizes: amounts.map((amount, at) => ({ kind: 'placement' as const, place: at + 1, title: `Place ${at + 1}`, amount: { amount, currency: 'EUR' as const } })),
});

/** Pays a challenge in full, or `amount` for its prizes, as its owner does on the provider's page; for `aChallenge({ fund })`. */
export function paidBy(app: TestApp, { owner }: TestSponsor, amount?: number) {
  return async (challenge: Pick<TestChallenge, 'publicId'>): Promise<void> => {
    const { id } = await ok(client(owner).POST('/api/v1/challenges/{id}/fundings', { params: { path: { id: challenge.publicId } }, body: amount === undefined ? {} : { amount: { amount, currency: 'EUR' } } }));
    for (let state = ''; state !== 'captured'; ) {
      await pay(app, await openPage(app, owner, readId('funding', id)!));
      await app.drain();
      state = (await ok(client(owner).GET('/api/v1/fundings/{id}', { params: { path: { id } } }))).state;
    }
  };
}

/** An open challenge whose prizes are paid for. */
export async function aPaidChallenge(app: TestApp, wish: ChallengeWish = {}): Promise<{ sponsor: TestSponsor; challenge: TestChallenge }> {
  const sponsor = await aSponsor(app);
  return { sponsor, challenge: await aChallenge(app, sponsor, { state: 'open', fund: paidBy(app, sponsor), ...wish }) };
}

export interface JudgedChallenge {
  sponsor: TestSponsor;
  challenge: TestChallenge;
  judge: TestJudge;
  /** In the order of `scores`. */
  entries: TestEntry[];
  solvers: TestSolver[];
}

/** One entry for each of `scores` (0 to 10 for every criterion, 5 is the pass mark), all judged; by the ranking it is decided then. */
export async function aJudgedChallenge(app: TestApp, scores: readonly number[], wish: ChallengeWish = {}): Promise<JudgedChallenge> {
  const { sponsor, challenge } = await aPaidChallenge(app, wish);
  const judge = await aJudge(app, sponsor, challenge);
  const entries: TestEntry[] = [];
  for (const [at] of scores.entries()) {
    const entry = await anEntry(app, challenge, await aSolver(app, { name: `Solver ${at + 1}` }));
    await aSubmission(app, entry);
    entries.push(entry);
  }
  await closePhase(app, challenge);
  const numbers = await app.db.query<{ id: string; number: number }>('select entry_id as id, number from submission where challenge_id = $1 and number is not null', [challenge.id]);
  const scoreOf = (label: string) => scores[entries.findIndex(({ id }) => numbers.find((row) => row.id === id)!.number === Number(label.split(' ')[1]))]!;
  if (entries.length > 0) await judgeAll(judge, scoreOf);
  await app.drain();
  return { sponsor, challenge, judge, entries, solvers: entries.map(({ solver }) => solver) };
}

export async function awardsOf(sponsor: Pick<TestSponsor, 'owner'>, challenge: Pick<TestChallenge, 'publicId'>): Promise<View<'AwardView'>[]> {
  return (await ok(client(sponsor.owner).GET('/api/v1/challenges/{id}/awards', { params: { path: { id: challenge.publicId } } }))).items;
}

/** `placement 1 of Solver 1: 500000 announced`, for each award of a challenge. */
export async function awardTexts(sponsor: Pick<TestSponsor, 'owner'>, challenge: Pick<TestChallenge, 'publicId'>): Promise<string[]> {
  const awards = await awardsOf(sponsor, challenge);
  return awards.map(({ kind, place, organisationName, amount, state }) => `${kind}${place === null ? '' : ` ${place}`} of ${organisationName}: ${amount?.amount ?? 'no money'} ${state}`).sort();
}

/** The newest award of a solver. */
export async function awardOf(solver: TestSolver): Promise<{ id: AwardId; path: string; body: View<'AwardView'> }> {
  const body = (await ok(client(solver).GET('/api/v1/me/awards'))).items[0]!;
  return { id: readId('award', body.id)!, path: `/api/v1/awards/${body.id}`, body };
}

/** The sponsor reads the first thing that was handed in; its author sees that in their log. */
export async function sponsorOpens(sponsor: Pick<TestSponsor, 'owner'>, { phases }: Pick<TestChallenge, 'phases'>): Promise<void> {
  const api = client(sponsor.owner);
  const { items } = await ok(api.GET('/api/v1/phases/{id}/submissions', { params: { path: { id: phases[0]!.id } } }));
  await ok(api.GET('/api/v1/phases/{id}/submissions/{submissionId}', { params: { path: { id: phases[0]!.id, submissionId: items[0]!.id } } }));
}

/** Signs that what was handed in is not used. */
export async function declareNonUse(who: Parameters<typeof client>[0], challenge: Pick<TestChallenge, 'id'>, name = 'Max Sponsor'): Promise<View<'NonUseDeclarationDetailView'>> {
  const params = { path: { id: showId('challenge', challenge.id) } };
  const { hash } = await ok(client(who).GET('/api/v1/challenges/{id}/non-use-declaration', { params }));
  return ok(client(who).PUT('/api/v1/challenges/{id}/non-use-declaration/signature', { params, body: { hash, name, isAccepted: true } }));
}

/** Each signs the agreement about an award that was accepted. */
export async function sign(path: string, ...people: readonly Pick<TestSolver, 'agent' | 'name'>[]): Promise<void> {
  for (const who of people) {
    const { body: award } = await who.agent.get(path).expect(200);
    const agreement = `/api/v1/agreements/${(award as View<'AwardView'>).agreementId!}`;
    const { body } = await who.agent.get(agreement).expect(200);
    await who.agent.put(`${agreement}/signature`).send({ hash: (body as View<'AgreementDetailView'>).hash, name: who.name, isAccepted: true }).expect(200);
  }
}

/** A winner takes the newest award, and both sides sign for it: it is released when appeals are over. */
export async function takes(winner: TestSolver, { owner }: Pick<TestSponsor, 'owner'>): Promise<void> {
  const { path } = await awardOf(winner);
  await winner.agent.put(`${path}/acceptance`).expect(200);
  await sign(path, winner, owner);
}

/** Waits until appeals are over. */
export async function passAppeals(app: TestApp): Promise<void> {
  await app.clock.set(after(await app.clock.now(), 72 * hour));
  await app.drain();
}

export async function passDays(app: TestApp, days: number): Promise<void> {
  await app.clock.set(after(await app.clock.now(), days * day));
  await app.drain();
}

/** What the books hold for a challenge, and what became of the rest, in minor units. */
export async function booksOf(app: TestApp, challenge: Pick<TestChallenge, 'id'>): Promise<{ bounty: number; fee: number; earned: number; refunded: number; released: number }> {
  const [row] = await app.db.query<{ bounty: number; fee: number; earned: number; refunded: number; released: number }>(
    `select
       coalesce((select sum(b.balance) from funding f join ledger_account a on a.owner = f.id and a.kind = 'bounty' join ledger_balance b on b.account_id = a.id where f.subject_id = $1), 0)::float8 as bounty,
       coalesce((select sum(b.balance) from funding f join ledger_account a on a.owner = f.id and a.kind = 'fee_unearned' join ledger_balance b on b.account_id = a.id where f.subject_id = $1), 0)::float8 as fee,
       coalesce((select sum(e.amount) from ledger_transaction t join ledger_entry e on e.transaction_id = t.id and e.side = 'credit' where t.subject = $1 and t.kind = 'fee_earned'), 0)::float8 as earned,
       coalesce((select sum(r.amount) from refund r where r.subject_id = $1), 0)::float8 as refunded,
       coalesce((select sum(p.amount) from payout p where p.subject_id = $1), 0)::float8 as released`,
    [challenge.id],
  );
  return row!;
}

/** Every invariant of the database that does not hold. */
export const brokenChecks = async (app: TestApp): Promise<string[]> => (await runChecks(app.database.databaseUrl)).map(({ name, rows }) => `${name}: ${JSON.stringify(rows)}`);
