import type { View } from '@app/api-client';

export type Entry = View<'EntryView'>;
export type EntryPhase = Entry['phases'][number];

const wentOnTo = ({ position }: EntryPhase, phases: readonly EntryPhase[]) =>
  position === 1 || phases.some((before) => before.position === position - 1 && (before.band === 'finalist' || before.band === 'winner'));

/** The phase that is open to an entry: a later one only where it went on to it. */
export function openPhaseOf({ phases }: Pick<Entry, 'phases'>): EntryPhase | undefined {
  return phases.find((phase) => phase.state === 'open' && wentOnTo(phase, phases));
}

/** The phase an entry works on: the one asked for, else the open one. */
export function phaseToWrite(entry: Pick<Entry, 'phases'>, wanted: string | null): EntryPhase | undefined {
  return entry.phases.find(({ phaseId }) => phaseId === wanted) ?? openPhaseOf(entry);
}

/** The phase whose submission is looked back at: the one asked for, else the last with one. */
export function phaseToShow({ phases }: Pick<Entry, 'phases'>, wanted: string | null): EntryPhase | undefined {
  return phases.find(({ phaseId, submissionId }) => phaseId === wanted && submissionId) ?? phases.findLast(({ submissionId }) => submissionId);
}

export type Standing = 'todo' | 'sent' | 'waiting' | 'over';

const results = ['judged', 'ineligible', 'disqualified'];

/** Where an entry stands for its author: something to write, handed in, waiting for others, or over. */
export function standingOf({ state, phases }: Pick<Entry, 'state' | 'phases'>): Standing {
  if (state !== 'joined' && state !== 'waitlisted') return 'over';
  if (state === 'waitlisted') return 'waiting';
  const open = openPhaseOf({ phases });
  if (open) return open.submissionState === 'submitted' ? 'sent' : open.submissionState === 'withdrawn' ? 'over' : 'todo';
  const last = phases.findLast(({ submissionState }) => submissionState !== null);
  if (!last) return phases.every((phase) => phase.state === 'planned') ? 'waiting' : 'over';
  if (phases.some((phase) => phase.state === 'planned' && phase.position > 1 && wentOnTo(phase, phases))) return 'waiting';
  return last.submissionState === 'under_review' || last.submissionState === 'submitted' ? 'waiting' : 'over';
}

type Placed = Pick<Entry, 'state' | 'phases'> & { challenge: Pick<Entry['challenge'], 'state'> };

/** It takes part in nothing more, and nothing was ever handed in for it: neither left nor cancelled. */
export function isWithoutSubmission({ state, phases, challenge }: Placed): boolean {
  if (challenge.state === 'cancelled' || state === 'withdrawn' || state === 'excluded' || standingOf({ state, phases }) !== 'over') return false;
  return phases.every(({ submissionState }) => submissionState === null || submissionState === 'draft' || submissionState === 'lapsed');
}

/** Whether money can still come of it: it is awarded what is not released yet, or is not over, or passed and got nothing where others may still give up what they hold. */
export function mayBePaid({ state, phases, challenge }: Placed, awarded: readonly Pick<View<'AwardView'>, 'state'>[]): boolean {
  if (state === 'withdrawn' || state === 'excluded') return false;
  if (awarded.some((award) => award.state !== 'released')) return true;
  if (challenge.state === 'cancelled' || challenge.state === 'completed') return false;
  if (standingOf({ state, phases }) !== 'over') return true;
  const last = phases.findLast(({ submissionState }) => submissionState !== null);
  return awarded.length === 0 && last?.submissionState === 'judged' && last.band !== 'weak';
}

/** What is written for this phase can be handed in now. */
export function mayHandIn({ state, phases, challenge }: Placed, phase: EntryPhase): boolean {
  return state === 'joined' && challenge.state !== 'cancelled' && phase === openPhaseOf({ phases }) && phase.submissionState !== 'withdrawn';
}

export const hasResult = (phase: EntryPhase | undefined): boolean => results.includes(phase?.submissionState ?? '');
