import { createHash } from 'node:crypto';
import { Clock } from './clock';
import type { Drawing } from './drawing';
import { familyNames, givenNames, journeyPassword, servedCountries } from './names';
import { addColleague, foundOrganisation, type Person, type Places, signUp, signUpSolver, type Solver, type Someone } from './people';
import type { Plan, PlannedChallenge } from './plan';
import { importRows, type Sponsor } from './sponsoring';
import type { Visitor } from './visitor';
import { inParallel } from './waiting';

const atOnce = 6;

/** Everybody of the journey, signed in, and what they need to find each other. */
export interface Cast {
  places: Places;
  drawing: Drawing;
  staff: Visitor;
  clock: Clock;
  sponsors: Sponsor[];
  judges: Person[];
  solvers: Solver[];
  /** By the key of the source row. */
  challengeIds: ReadonlyMap<string, string>;
  /** Organisations the provider knows. */
  onboarded: Set<string>;
  sponsorOf(planned: PlannedChallenge): Sponsor;
  solverOf(organisationId: string): Solver;
}

/** Signs everybody up and imports the challenges of every sponsor. */
export async function gather(places: Places, staff: Visitor, plan: Plan, drawing: Drawing, say: (line: string) => void): Promise<Cast> {
  const someone = (role: string, number: number): Someone => ({
    email: `${role}-${number + 1}.${tagOf(drawing.seed)}@journey.example`, password: journeyPassword,
    name: `${drawing.oneOf(givenNames, role, number, 'given')} ${drawing.oneOf(familyNames, role, number, 'family')}`,
    country: role === 'solver' ? drawing.oneOf(servedCountries, role, number, 'country') : 'US',
  });
  const sponsors = await inParallel(plan.sponsors, atOnce, async (name, number): Promise<Sponsor> => {
    const owner = await signUp(places, someone('sponsor', number));
    const organisationId = await foundOrganisation(owner, { kind: 'government', name: name.slice(0, 200), country: 'US' });
    const hasTreasurer = drawing.happens(5, 'treasurer', name);
    const treasurer = hasTreasurer ? await addColleague(places, owner, organisationId, someone('treasurer', number), ['treasurer']) : owner;
    return { organisationId, owner, treasurer };
  });
  say(`${sponsors.length} sponsors signed up`);

  const rows = plan.waves.flat();
  const imported = await inParallel(sponsors, atOnce, (sponsor, number) => importRows(sponsor, rows.filter((planned) => planned.sponsor === number).map(({ row }) => row)));
  const challengeIds = new Map(imported.flatMap((ids) => [...ids]));
  say(`${challengeIds.size} challenges imported as drafts`);

  const judges = await inParallel(numbers(plan.judges), atOnce, (number) => signUp(places, someone('judge', number)));
  say(`${judges.length} judges signed up`);
  const solvers = await inParallel(numbers(plan.solvers), atOnce, (number) => signUpSolver(places, someone('solver', number)));
  say(`${solvers.length} solvers signed up`);

  const byOrganisation = new Map(solvers.map((solver) => [solver.organisationId, solver]));
  return {
    places, drawing, staff, clock: new Clock(staff), sponsors, judges, solvers, challengeIds, onboarded: new Set(),
    sponsorOf: ({ sponsor }) => sponsors[sponsor]!,
    solverOf: (organisationId) => byOrganisation.get(organisationId)!,
  };
}

/** Keeps the addresses of journeys with different seeds apart. */
function tagOf(seed: string): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, 6);
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number);
}
