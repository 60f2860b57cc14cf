import type { AssignmentAnswer, JudgedAnswer, SeatAnswer } from './answers';
import type { Drawing } from './drawing';
import type { Person } from './people';
import { Refused } from './visitor';
import { until } from './waiting';

const seatsOf = async ({ visitor }: Person): Promise<SeatAnswer[]> => (await visitor.get<{ items: SeatAnswer[] }>('/me/judging')).items;

/** Says yes to every invitation. */
export async function acceptSeats(judge: Person): Promise<void> {
  for (const { id, state } of await seatsOf(judge)) if (state === 'invited') await judge.visitor.put(`/panel-seats/${id}/answer`, { accepts: true });
}

/** What a judge gives for one criterion, 0 to 10. It depends on what they read, not on labels or order, which are drawn by lot. */
export type Taste = (text: string, judge: string, criterion: string) => number;

/** Scores all that is assigned in the named phases, once their submissions are unsealed. Returns how many scorecards were locked. */
export async function scoreAll(judge: Person, phases: ReadonlyMap<string, Taste>): Promise<number> {
  const seats = await until(`${judge.email} may judge`, async () => {
    const mine = (await seatsOf(judge)).filter(({ phaseId }) => phases.has(phaseId));
    return mine.every(({ panelState }) => panelState !== 'waiting') && mine;
  });
  let locked = 0;
  for (const seat of seats.filter(({ panelState }) => panelState === 'scoring')) locked += await scoreSeat(judge, seat, phases.get(seat.phaseId)!);
  return locked;
}

async function scoreSeat(judge: Person, seat: SeatAnswer, taste: Taste): Promise<number> {
  const { visitor } = judge;
  try {
    await visitor.put(`/panel-seats/${seat.id}/conflicts`, { conflicts: [] });
  } catch (error) {
    // where nobody handed in the clock decides at once, perhaps since the seat was read
    if (error instanceof Refused && error.code === 'judging_already_decided') return 0;
    throw error;
  }
  const { items } = await visitor.get<{ items: AssignmentAnswer[] }>(`/panel-seats/${seat.id}/assignments`);
  let locked = 0;
  for (const { id, state } of items) {
    if (state !== 'assigned' && state !== 'accepted') continue;
    const { answers, criteria, version } = await visitor.get<JudgedAnswer>(`/assignments/${id}`);
    const text = answers.map((answer) => answer.text).join('\n');
    const scores = Object.fromEntries(criteria.map((criterion) => [criterion.id, taste(text, judge.email, criterion.title)]));
    await visitor.put(`/assignments/${id}/scorecard`, { action: 'lock', scores }, version);
    locked++;
  }
  return locked;
}

/** The taste of the seed: judges agree roughly about what is good. `isHard` lowers every score. */
export function drawnTaste(drawing: Drawing, isHard: boolean): Taste {
  return (text, judge, criterion) => {
    const quality = drawing.number('quality', text);
    const taste = drawing.number('taste', text, judge, criterion);
    return Math.round(isHard ? quality * 3 + taste : 2.5 + quality * 5.5 + taste * 2);
  };
}
