import type { Scored } from './scoring';

/** How many solvers a challenge is matched with: four in five the best, one in five to explore. */
export const bestPlaces = 40;
export const explorationShare = 0.2;

export const matchPlaces = ['best', 'exploration'] as const;
export type MatchPlace = (typeof matchPlaces)[number];

export interface Match extends Scored {
  place: MatchPlace;
}

/** Places for the unexpected beside `best` places, so that they are a fifth of all; rounded down. */
export function explorationPlaces(best: number): number {
  return Math.floor((best * explorationShare) / (1 - explorationShare));
}

/** Who gets them: drawn by lot, the same wherever and whenever it is drawn for one challenge and the same candidates. */
export function drawn(challengeId: string, candidates: readonly string[], places: number): string[] {
  return candidates
    .map((id) => ({ id, lot: lotOf(`${challengeId} ${id}`) }))
    .sort((one, other) => one.lot - other.lot || (one.id < other.id ? -1 : 1))
    .slice(0, places)
    .map(({ id }) => id);
}

/** FNV-1a, mixed as MurmurHash3 ends: 32 bits that no solver can choose, since challenge ids are random. */
function lotOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Whether a solver who changed may change the list: it stands there, or is known and there is room or a worse one among the best. */
export function isConcerned(list: readonly { id: string; score: number; place: MatchPlace }[], { id, score }: { id: string; score: number }, isKnown: boolean): boolean {
  if (list.some((match) => match.id === id)) return true;
  const best = list.filter(({ place }) => place === 'best');
  return isKnown && (best.length < bestPlaces || score > Math.min(...best.map((match) => match.score)));
}
