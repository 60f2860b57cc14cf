export interface JoiningFacts {
  challengeState: string;
  phase: { position: number; state: string; closesAt: Date | null } | undefined;
  entryKind: string;
  organisationCountry: string;
  /** Of solvers; null: every country. */
  countries: readonly string[] | null;
  /** The person, or anybody of the organisation, judges it. */
  isJudge: boolean;
  isRelated: boolean;
  isCurrentRuleCard: boolean;
  isAlreadyIn: boolean;
  entriesThisMonth: number;
  /** Of the rule card: how many a new account may enter in a calendar month (UTC). */
  entriesPerMonth: number;
  wasFoundEligible: boolean;
}

export type JoiningObstacle = 'notOpen' | 'invitedOnly' | 'otherRuleCard' | 'already' | 'judgesHere' | 'relatedParty' | 'notEligible' | 'quota';

/** The first thing that keeps a solver out, or undefined. Who enters does so before the first phase closes. */
export function joiningObstacle(facts: JoiningFacts, now: Date): JoiningObstacle | undefined {
  const { phase } = facts;
  const isOpen = facts.challengeState === 'open' && phase?.position === 1 && phase.state === 'open' && phase.closesAt !== null && now < phase.closesAt;
  if (!isOpen) return 'notOpen';
  if (facts.entryKind === 'invited') return 'invitedOnly';
  if (!facts.isCurrentRuleCard) return 'otherRuleCard';
  if (facts.isAlreadyIn) return 'already';
  if (facts.isJudge) return 'judgesHere';
  if (facts.isRelated) return 'relatedParty';
  if (facts.countries && !facts.countries.includes(facts.organisationCountry)) return 'notEligible';
  if (!facts.wasFoundEligible && facts.entriesThisMonth >= facts.entriesPerMonth) return 'quota';
  return undefined;
}

/** Where there is no place left, one waits for one. */
export function stateAtJoining(entryKind: string, capacity: number | null, places: number): 'joined' | 'waitlisted' {
  return entryKind === 'capped' && capacity !== null && places >= capacity ? 'waitlisted' : 'joined';
}

/** When the calendar month of `now` began, UTC. */
export function monthOf(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
}

/** A number from 1 for each, drawn by lot so that they tell nothing about who came first. `random` gives 0 <= x < 1. */
export function drawNumbers(ids: readonly string[], random: () => number): Map<string, number> {
  const lot = [...ids];
  for (let at = lot.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [lot[at], lot[other]] = [lot[other]!, lot[at]!];
  }
  return new Map(lot.map((id, at) => [id, at + 1]));
}
