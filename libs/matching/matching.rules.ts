import { byScore, type Scored } from './scoring';

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
  return candidates.map((id) => lotOf(challengeId, id)).sort(byLot).slice(0, places).map(({ id }) => id);
}

interface Lot {
  id: string;
  number: number;
}

function lotOf(challengeId: string, id: string): Lot {
  return { id, number: hashOf(`${challengeId} ${id}`) };
}

function byLot(one: Lot, other: Lot): number {
  return one.number - other.number || (one.id < other.id ? -1 : 1);
}

/** FNV-1a, mixed as MurmurHash3 ends: 32 bits that no solver can choose, since challenge ids are random. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Who stands on the list of a challenge. */
export interface Standing {
  challengeId: string;
  best: readonly string[];
  explored: readonly string[];
}

/** Whether the list may be another now that a solver changed: it stands there, or is among the best by the scores of today, or draws a place. */
export function isConcerned({ challengeId, best, explored }: Standing, id: string, isWelcome: boolean, scoreOf: (id: string) => number): boolean {
  if (best.includes(id) || explored.includes(id)) return true;
  if (!isWelcome) return false;
  const score = scoreOf(id);
  if (score > 0 && (best.length < bestPlaces || best.some((one) => byScore({ id, score }, { id: one, score: scoreOf(one) }) < 0))) return true;
  const lot = lotOf(challengeId, id);
  return explored.length < explorationPlaces(best.length) || explored.some((one) => byLot(lot, lotOf(challengeId, one)) < 0);
}
