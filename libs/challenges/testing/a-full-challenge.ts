import { after, day, newId, type OrganisationId } from '@app/kernel';
import { Challenge } from '../challenge.entity';
import { emptyForm } from '../challenge.form';
import { assemble, type FullChallenge } from '../full-challenge';
import { defaultNumbers } from '../rule-numbers';
import { Criterion, Phase, Prize } from '../phase.entity';

/** Noon on a Wednesday. */
export const someDay = new Date('2026-06-03T12:00:00Z');

interface PhaseWish {
  opensAt?: Date | null;
  closesAt?: Date | null;
  weights?: number[];
  prizes?: { amount: bigint; kind?: Prize['kind']; place?: number | null }[];
}

/** A complete challenge in memory, as it stands at `someDay`; name what the test is about. */
export function aFullChallenge(wish: Partial<Challenge> = {}, phases: PhaseWish[] = [{}]): FullChallenge {
  const challenge = Object.assign(Challenge.draft(newId('organisation') satisfies OrganisationId, newId('person'), 'Less waste on the line', defaultNumbers, someDay), {
    summary: 'We throw away 4 % of our bread.',
    brief: {
      need: 'Each day 120 loaves break.', context: null, limits: 'It must fit under the belt.', success: 'Below 1 %.', tried: 'Slower belts.', deliverables: 'A drawing.', wantedTrl: 4,
      metric: { name: 'Broken loaves', unit: '%', baseline: 4, target: 1, dueAt: '2027-06-01T00:00:00.000Z' },
    },
    currency: 'EUR', ipTerms: 'assignment', noAwardRule: 'refund', timezone: 'Europe/Berlin', version: 1,
    ...wish,
  });
  const rows = phases.map((phase, index) => partsOf(challenge, phase, index));
  challenge.bountyTotal = rows.flatMap(({ prizes }) => prizes).reduce((total, { amount }) => total + amount, 0n);
  return assemble(challenge, rows.map(({ phase }) => phase), rows.flatMap(({ criteria }) => criteria), rows.flatMap(({ prizes }) => prizes));
}

function partsOf(challenge: Challenge, wish: PhaseWish, index: number) {
  const opensAt = wish.opensAt === undefined ? after(someDay, (7 + index * 30) * day) : wish.opensAt;
  const closesAt = wish.closesAt === undefined ? after(someDay, (14 + index * 30) * day) : wish.closesAt;
  const phase = Object.assign(Phase.planned(challenge.id, index + 1), { kind: 'proposal' as const, opensAt, closesAt, judgingEndsAt: closesAt && after(closesAt, challenge.judgingDays * day), form: emptyForm });
  const criteria = (wish.weights ?? [60, 40]).map((weight, at) => Object.assign(Criterion.in(phase.id), { position: at + 1, title: `Criterion ${at + 1}`, description: null, weight }));
  const prizes = (wish.prizes ?? [{ amount: 500_000n }]).map(({ amount, kind = 'placement', place }, at) =>
    Object.assign(Prize.in(challenge.id, phase.id), { position: at + 1, kind, place: place === undefined ? (kind === 'placement' ? at + 1 : null) : place, title: `Prize ${at + 1}`, amount }),
  );
  return { phase, criteria, prizes };
}
