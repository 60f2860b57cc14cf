import type { View } from '@app/api-client';

export type Entry = View<'EntryView'>;
export type EntryPhase = Entry['phases'][number];

/** The phase an entry works on: the one asked for, else the open one. */
export function phaseToWrite({ phases }: Pick<Entry, 'phases'>, wanted: string | null): EntryPhase | undefined {
  return phases.find(({ phaseId }) => phaseId === wanted) ?? phases.find(({ state }) => state === 'open');
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
  const open = phases.find((phase) => phase.state === 'open');
  if (open) return open.submissionState === 'submitted' ? 'sent' : open.submissionState === 'withdrawn' ? 'over' : 'todo';
  const last = phases.findLast(({ submissionState }) => submissionState !== null);
  if (!last) return phases.every((phase) => phase.state === 'planned') ? 'waiting' : 'over';
  return last.submissionState === 'under_review' || last.submissionState === 'submitted' ? 'waiting' : 'over';
}

export const hasResult = (phase: EntryPhase | undefined): boolean => results.includes(phase?.submissionState ?? '');
