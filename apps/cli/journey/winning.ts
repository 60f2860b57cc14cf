import type { AwardAnswer, ChallengeAnswer, PayoutAnswer, ResultsAnswer } from './answers';
import type { Drawing } from './drawing';
import { becomePayee, type Person, type Places, signInAfresh, type Solver } from './people';
import { declare, readChallenge, type Sponsor } from './sponsoring';
import { Refused, type Visitor } from './visitor';
import { until } from './waiting';

const finalStates = ['released', 'annulled', 'lapsed', 'declined'];

/** Awards of a decided challenge, as its sponsor reads them. */
export function awardsOf({ owner }: Sponsor, challengeId: string): Promise<AwardAnswer[]> {
  return owner.visitor.all<AwardAnswer>(`/challenges/${challengeId}/awards`);
}

/** Winners answer until nobody is asked any more; one in ten gives the award up, and the next in line is asked. Returns all awards. */
export async function answerAwards(sponsor: Sponsor, challengeId: string, key: string, solverOf: (organisationId: string) => Solver, drawing: Drawing): Promise<AwardAnswer[]> {
  let awards = await until(`the awards of ${challengeId} are announced`, async () => {
    const [{ result }, announced] = await Promise.all([readChallenge(sponsor, challengeId), awardsOf(sponsor, challengeId)]);
    return (announced.length > 0 || result === 'unawarded') && announced;
  });
  for (let asked = askedOf(awards); asked.length > 0; asked = askedOf(awards)) {
    for (const { id, organisationId, place } of asked) {
      const { visitor, email } = solverOf(organisationId);
      if (drawing.happens(10, 'declines', key, email, place ?? 0)) await visitor.put(`/awards/${id}/refusal`, { reason: 'We have no time for it now.' });
      else await take(sponsor, solverOf(organisationId), id, drawing);
    }
    awards = await awardsOf(sponsor, challengeId);
  }
  return awards;
}

/** Accepts and signs; one sponsor in eight never signs, and is bound by the rule card. */
async function take({ owner }: Sponsor, solver: Solver, awardId: string, drawing: Drawing): Promise<void> {
  const { agreementId } = await solver.visitor.put<AwardAnswer>(`/awards/${awardId}/acceptance`);
  await sign(solver, agreementId!);
  if (!drawing.happens(8, 'silence', solver.email)) await sign(owner, agreementId!);
}

/** Signs the text that was read, in a fresh session where who signs is in one that is old. */
export async function sign(person: Person, agreementId: string): Promise<void> {
  const { hash } = await person.visitor.get<{ hash: string }>(`/agreements/${agreementId}`);
  const give = (visitor: Visitor) => visitor.put(`/agreements/${agreementId}/signature`, { hash, name: person.name, isAccepted: true });
  await give(person.visitor).catch(async (error: unknown) => {
    if (!(error instanceof Refused) || error.code !== 'identity_prove_again') throw error;
    await give(await signInAfresh(person));
  });
}

/** When the last sponsor of those who have not signed is bound, once that is known of all. */
export async function bindingEnds(sponsor: Sponsor, challengeId: string): Promise<Date[]> {
  const awards = await until(`the signatures of ${challengeId} are counted`, async () => {
    const all = await awardsOf(sponsor, challengeId);
    return all.every(({ state, sponsorSignsBy }) => state !== 'accepted' || sponsorSignsBy !== null) && all;
  });
  return awards.flatMap(({ sponsorSignsBy }) => (sponsorSignsBy === null ? [] : [new Date(sponsorSignsBy)]));
}

/** When nobody may object to any of its results any more: only then money goes back. */
export async function objectionsEnd({ owner }: Sponsor, { phases }: ChallengeAnswer): Promise<Date> {
  const decided = phases.filter(({ state }) => state === 'decided');
  const results = await Promise.all(decided.map(({ id }) => owner.visitor.get<ResultsAnswer>(`/phases/${id}/results`)));
  return new Date(Math.max(...results.map(({ objectBy }) => new Date(objectBy).getTime())));
}

/** Waits until no award of it can change any more and it is complete; its sponsor signs what is asked for meanwhile. */
export async function awaitCompletion(sponsor: Sponsor, challengeId: string): Promise<void> {
  await until(`challenge ${challengeId} is completed`, async () => {
    await declare(sponsor, challengeId);
    const awards = await awardsOf(sponsor, challengeId);
    return awards.every(({ state }) => finalStates.includes(state)) && (await readChallenge(sponsor, challengeId)).state === 'completed';
  });
}

export async function onboard(places: Places, solver: Solver): Promise<void> {
  await becomePayee(places, solver, solver.organisationId, 'individual');
}

/** Waits until every payout to somebody who was awarded is sent. */
export async function awaitPayouts(solver: Solver, awardIds: readonly string[]): Promise<void> {
  await until(`${solver.email} is paid`, async () => {
    const payouts = await payoutsOf(solver);
    return awardIds.every((id) => payouts.some(({ awardId, state }) => awardId === id && state === 'sent'));
  });
}

export function payoutsOf({ visitor, organisationId }: Solver): Promise<PayoutAnswer[]> {
  return visitor.all<PayoutAnswer>(`/organisations/${organisationId}/payouts`);
}

function askedOf(awards: readonly AwardAnswer[]): AwardAnswer[] {
  return awards.filter(({ state, respondBy }) => state === 'announced' && respondBy !== null).sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
}
