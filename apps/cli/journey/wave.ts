import type { ChallengeAnswer } from './answers';
import type { Cast } from './cast';
import { type Calendar, calendarOf } from './completion';
import { acceptSeats, drawnTaste, scoreAll } from './judging';
import type { PlannedChallenge } from './plan';
import { enter, goesOn, handIn, phaseAt } from './solving';
import { bringToApproval, choose, fund, inviteJudges, readAll, readChallenge, schedule } from './sponsoring';
import { answerAwards, awaitCompletion, awaitPayouts, bindingEnds, objectionsEnd, onboard } from './winning';
import { inParallel, until } from './waiting';

/** Two cores are shared with the server. */
const atOnce = 6;
const passMark = 50;

/** A challenge under way, and who is in it. */
export interface Running {
  planned: PlannedChallenge;
  id: string;
  /** As it was read last. */
  seen: ChallengeAnswer;
  /** By number of the solver. */
  entries: Map<number, { entryId: string; submissionId?: string }>;
}

/** Takes imported drafts to their ends, all in step, so that the clock moves for all of them together. */
export class Wave {
  private readonly running: Running[] = [];
  private calendar!: Calendar;

  constructor(
    private readonly cast: Cast,
    private readonly planned: readonly PlannedChallenge[],
    private readonly say: (line: string) => void,
  ) {}

  /** `notBefore`: the first opening must be later, for the monthly quotas. Returns when its challenges opened. */
  async run(notBefore: Date): Promise<{ openedAt: Date; fields: Record<string, number>[] }> {
    const now = await this.cast.clock.now();
    this.calendar = calendarOf(now > notBefore ? now : notBefore);
    const fields = await this.publish();
    await this.phase(1, this.calendar.opensAt, this.calendar.closesAt);
    await this.phase(2, this.calendar.secondOpensAt, this.calendar.secondClosesAt);
    await this.settle();
    return { openedAt: this.calendar.opensAt, fields };
  }

  private async publish(): Promise<Record<string, number>[]> {
    const { cast, calendar } = this;
    const fields = await this.each('approved', this.planned, async (planned) => {
      const id = cast.challengeIds.get(planned.key)!;
      const completed = await bringToApproval(cast.sponsorOf(planned), cast.staff, planned, id, calendar, cast.drawing);
      this.running.push({ planned, id, seen: await readChallenge(cast.sponsorOf(planned), id), entries: new Map() });
      return completed;
    });
    await this.each('paid in and scheduled', this.running, async ({ planned, id, seen }) => {
      const sponsor = cast.sponsorOf(planned);
      await fund(cast.places, sponsor, seen);
      await schedule(sponsor, id);
      if (planned.submitters.length > 0) await inviteJudges(sponsor, seen, planned.judges.map((judge) => cast.judges[judge]!));
    });
    await inParallel(cast.judges, atOnce, acceptSeats);
    return fields;
  }

  /** One phase of every challenge that has it and got so far: it opens, is answered, closes, is judged and decided. */
  private async phase(position: number, opensAt: Date, closesAt: Date): Promise<void> {
    const mine = this.running.filter(({ seen }) => phaseAt(seen, position) && seen.state !== 'decided' && seen.state !== 'completed');
    if (mine.length === 0) return;
    await this.cast.clock.reach(opensAt);
    await this.each(`in phase ${position}`, mine, (one) => this.see(one, `phase ${position} of ${one.id} is open`, ({ seen }) => phaseAt(seen, position)!.state === 'open'));
    await this.each(`entered and answered`, mine, (one) => (position === 1 ? this.answerFirst(one) : this.answerNext(one, position)));

    await this.cast.clock.reach(closesAt);
    await this.each('closed', mine, (one) => this.see(one, `phase ${position} of ${one.id} is closed`, ({ seen }) => !['planned', 'open'].includes(phaseAt(seen, position)!.state)));
    await this.judge(position, mine);
    await this.each('decided', mine, (one) => this.decide(one, position));
  }

  private async answerFirst(one: Running): Promise<void> {
    const { planned, id, seen, entries } = one;
    // One after another: who was first decides between equals
    for (const number of [...planned.submitters, ...planned.onlookers]) entries.set(number, { entryId: await enter(this.cast.solvers[number]!, id) });
    for (const number of planned.submitters) {
      const entry = entries.get(number)!;
      entry.submissionId = await handIn(this.cast.solvers[number]!, entry.entryId, phaseAt(seen, 1)!, planned, this.cast.drawing);
    }
  }

  private async answerNext({ planned, seen, entries }: Running, position: number): Promise<void> {
    for (const number of planned.submitters) {
      const solver = this.cast.solvers[number]!;
      const { entryId, submissionId } = entries.get(number)!;
      if (await goesOn(solver, submissionId!, planned, this.cast.drawing)) await handIn(solver, entryId, phaseAt(seen, position)!, planned, this.cast.drawing);
    }
  }

  private async judge(position: number, mine: readonly Running[]): Promise<void> {
    const judged = mine.filter(({ planned }) => planned.submitters.length > 0);
    const phases = new Map(judged.map(({ planned, seen }) => [phaseAt(seen, position)!.id, drawnTaste(this.cast.drawing, planned.isHard)]));
    const locked = await inParallel(this.cast.judges, atOnce, (judge) => scoreAll(judge, phases));
    this.say(`${locked.reduce((all, count) => all + count, 0)} scorecards locked`);
  }

  private async decide(one: Running, position: number): Promise<void> {
    const { planned, seen } = one;
    const { id, state } = phaseAt(seen, position)!;
    const isLeftToSponsor = planned.decision === 'sponsor_choice' && planned.submitters.length > 0 && state === 'judging';
    // Who chooses reads first; and where nobody was good enough one looks why
    if (isLeftToSponsor || planned.isHard) await readAll(this.cast.sponsorOf(planned), id);
    if (isLeftToSponsor) await choose(this.cast.sponsorOf(planned), seen, id, passMark, this.cast.drawing, planned.key);
    await this.see(one, `phase ${position} of ${one.id} is decided`, ({ seen: now }) => phaseAt(now, position)!.state === 'decided');
  }

  /** Awards are answered, the time for appeals passes, payees prove who they are, money goes out or back. */
  private async settle(): Promise<void> {
    const { cast } = this;
    const awards = (await this.each('answered by their winners', this.running, ({ planned, id }) => answerAwards(cast.sponsorOf(planned), id, planned.key, (organisation) => cast.solverOf(organisation), cast.drawing))).flat();
    const winning = awards.filter(({ state, amount }) => amount !== null && ['accepted', 'signed', 'announced', 'released'].includes(state));
    const winners = [...new Set(winning.map(({ organisationId }) => organisationId))].map((organisation) => cast.solverOf(organisation));
    const isEarly = (email: string) => cast.drawing.happens(2, 'onboarding', email);
    const fresh = winners.filter(({ organisationId }) => !cast.onboarded.has(organisationId));

    await this.each('known to the provider before they are paid', fresh.filter(({ email }) => isEarly(email)), (solver) => onboard(cast.places, solver));
    const objections = await this.each('waiting for objections', this.running, ({ planned, seen }) => objectionsEnd(cast.sponsorOf(planned), seen));
    const releases = winning.map(({ releaseFrom }) => new Date(releaseFrom));
    const bindings = (await this.each('signed for', this.running, ({ planned, id }) => bindingEnds(cast.sponsorOf(planned), id))).flat();
    await cast.clock.reach(new Date(Math.max(...[...objections, ...releases, ...bindings].map((at) => at.getTime()))));
    await this.each('completed', this.running, ({ planned, id }) => awaitCompletion(cast.sponsorOf(planned), id));
    await this.each('known to the provider while their money waits', fresh.filter(({ email }) => !isEarly(email)), (solver) => onboard(cast.places, solver));
    for (const { organisationId } of fresh) cast.onboarded.add(organisationId);
    await this.each('paid', winners, (solver) => awaitPayouts(solver, winning.filter(({ organisationId }) => organisationId === solver.organisationId).map(({ id }) => id)));
  }

  /** Reads a challenge until it is as wanted. */
  private async see(one: Running, what: string, isSo: (one: Running) => boolean): Promise<void> {
    await until(what, async () => {
      one.seen = await readChallenge(this.cast.sponsorOf(one.planned), one.id);
      return isSo(one);
    });
  }

  private async each<Item, Result>(what: string, items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
    const results = await inParallel(items, atOnce, work);
    if (items.length > 0) this.say(`${items.length} ${what}`);
    return results;
  }
}
