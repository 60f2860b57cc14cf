import type { AssignmentAnswer, JudgedAnswer, SeatAnswer } from './answers';
import type { Drawing } from './drawing';
import type { Person } from './people';
import { unless } from './sponsoring';
import { until } from './waiting';

const seatsOf = async ({ visitor }: Person): Promise<SeatAnswer[]> => (await visitor.get<{ items: SeatAnswer[] }>('/me/judging')).items;

/** Says yes to every invitation. */
export async function acceptSeats(judge: Person): Promise<void> {
  for (const { id, state } of await seatsOf(judge)) if (state === 'invited') await judge.visitor.put(`/panel-seats/${id}/answer`, { accepts: true });
}

/**
 * Scores all that is assigned in the named phases, once their submissions are unsealed. A score depends on the seed and on
 * what the judge reads, not on labels or order, which are drawn by lot. `isHard` lowers all scores of a phase. Returns how
 * many scorecards were locked.
 */
export async function scoreAll(judge: Person, phases: ReadonlyMap<string, { isHard: boolean }>, drawing: Drawing): Promise<number> {
  const seats = await until(`${judge.email} may judge`, async () => {
    const mine = (await seatsOf(judge)).filter(({ phaseId }) => phases.has(phaseId));
    return mine.every(({ panelState }) => panelState !== 'waiting') && mine;
  });
  let locked = 0;
  for (const seat of seats.filter(({ panelState }) => panelState === 'scoring')) locked += await scoreSeat(judge, seat, phases.get(seat.phaseId)!.isHard, drawing);
  return locked;
}

async function scoreSeat(judge: Person, seat: SeatAnswer, isHard: boolean, drawing: Drawing): Promise<number> {
  const { visitor } = judge;
  await visitor.put(`/panel-seats/${seat.id}/conflicts`, { conflicts: [] });
  const { items } = await visitor.get<{ items: AssignmentAnswer[] }>(`/panel-seats/${seat.id}/assignments`);
  let locked = 0;
  for (const { id, state } of items) {
    if (state !== 'assigned' && state !== 'accepted') continue;
    const { answers, criteria, version } = await visitor.get<JudgedAnswer>(`/assignments/${id}`);
    const text = answers.map((answer) => answer.text).join('\n');
    const scores = Object.fromEntries(criteria.map((criterion) => [criterion.id, scoreOf(text, judge.email, criterion.title, isHard, drawing)]));
    await visitor.put(`/assignments/${id}/scorecard`, { action: 'lock', scores }, version).catch(unless('judging_already_decided'));
    locked++;
  }
  return locked;
}

/** 0 to 10: judges agree roughly about what is good. */
function scoreOf(text: string, judge: string, criterion: string, isHard: boolean, drawing: Drawing): number {
  const quality = drawing.number('quality', text);
  const taste = drawing.number('taste', text, judge, criterion);
  return Math.round(isHard ? quality * 3 + taste : 2.5 + quality * 5.5 + taste * 2);
}
