import type { AwardAnswer, ChallengeAnswer, PhaseAnswer } from '../journey/answers';
import type { Clock } from '../journey/clock';
import { acceptSeats, scoreAll, type Taste } from '../journey/judging';
import { addColleague, becomePayee, describeOrganisation, foundOrganisation, type Person, type Places, signUp, signUpSolver, type Solver } from '../journey/people';
import { enter, submit } from '../journey/solving';
import { declare, fund, inviteJudges, readAll, readChallenge, schedule, type Sponsor } from '../journey/sponsoring';
import type { Visitor } from '../journey/visitor';
import { until } from '../journey/waiting';
import { awaitPayouts, awardsOf, sign } from '../journey/winning';
import { type DemoPerson, demoPassword, judges, payees, people, type PersonKey, type SolverKey, solvers } from './cast';
import type { DemoChallenge, DemoReport } from './challenge';

/** 72 hours from the results, and the rest of the last day. */
const appealDays = 4;
const day = 24 * 60 * 60 * 1000;
/** People do things during working hours. */
const morning = 9 * 60 * 60 * 1000;

/** Something that happens on a day, counted from today. */
interface Happening {
  on: number;
  happen: () => Promise<unknown>;
}

/** Lives the demo through day by day, over HTTP, as everybody else would. */
export class Walk {
  private readonly persons = new Map<PersonKey, Person>();
  private readonly organisations = new Map<PersonKey, string>();
  private readonly ids = new Map<DemoChallenge, string>();
  private readonly submissions = new Map<DemoChallenge, Partial<Record<SolverKey, string>>>();

  /** `today`: midnight, UTC, of the day it all leads to. */
  constructor(
    private readonly places: Places,
    private readonly staff: Visitor,
    private readonly clock: Clock,
    private readonly today: Date,
  ) {}

  /** @throws Error when something did not happen */
  async run(challenges: readonly DemoChallenge[]): Promise<void> {
    await this.gather();
    const happenings = challenges.flatMap((challenge) => this.happeningsOf(challenge)).sort((a, b) => a.on - b.on);
    for (const { on, happen } of happenings) {
      await this.clock.reach(this.at(on));
      await happen();
    }
  }

  private async gather(): Promise<void> {
    const all = Object.entries(people) as [PersonKey, DemoPerson][];
    await Promise.all(all.filter(([, { joins }]) => !joins).map(([key, demo]) => this.arrive(key, demo)));
    await Promise.all(all.flatMap(([key, demo]) => (demo.joins ? [this.join(key, demo, demo.joins)] : [])));
    await Promise.all(payees.map((key) => becomePayee(this.places, this.person(key), this.organisations.get(key)!, 'organisation' in people[key] ? 'company' : 'individual')));
  }

  private async join(key: PersonKey, demo: DemoPerson, { owner, roles }: NonNullable<DemoPerson['joins']>): Promise<void> {
    this.persons.set(key, await addColleague(this.places, this.person(owner), this.organisations.get(owner)!, someone(demo), [...roles]));
  }

  private async arrive(key: PersonKey, demo: DemoPerson): Promise<void> {
    const isFreelancer = !demo.organisation && (solvers as readonly string[]).includes(key);
    if (isFreelancer) {
      const solver = await signUpSolver(this.places, someone(demo));
      this.organisations.set(key, solver.organisationId);
      this.persons.set(key, solver);
      if (demo.profile) await describeOrganisation(solver, solver.organisationId, demo.profile);
      return;
    }
    const person = await signUp(this.places, someone(demo));
    this.persons.set(key, person);
    if (!demo.organisation) return;
    const { kind, name, country, website, checked, units = [] } = demo.organisation;
    const id = await foundOrganisation(person, { kind, name, country, website });
    this.organisations.set(key, id);
    if (demo.profile) await describeOrganisation(person, id, demo.profile);
    for (const unit of units) await person.visitor.post(`/organisations/${id}/units`, { name: unit });
    if (checked) await this.verify(id, checked);
  }

  private async verify(organisationId: string, reason: string): Promise<void> {
    const path = `/admin/organisations/${organisationId}/verification`;
    const { version } = await this.staff.get<{ version: number }>(path);
    await this.staff.put(path, { isVerified: true, reason }, version);
  }

  private happeningsOf(challenge: DemoChallenge): Happening[] {
    const { phases, entries = {}, questions = [], conversation, scored, accepted, cancelled, reported, reaches } = challenge;
    const first = phases[0]!;
    // Posted a week before it opens, but never later than yesterday
    const happenings: Happening[] = [{ on: Math.min(first.opens - 7, -1), happen: () => this.post(challenge) }];
    if (cancelled) happenings.push({ on: cancelled.at, happen: () => this.cancel(challenge, cancelled) });
    if (reaches !== 'scheduled' || first.opens > 0) return happenings;
    happenings.push({ on: first.opens, happen: () => this.see(challenge, ({ state }) => state === 'open') });
    for (const [key, { at, submission }] of Object.entries(entries) as [SolverKey, NonNullable<(typeof entries)[SolverKey]>][]) {
      happenings.push({ on: at, happen: () => this.enter(challenge, key, submission?.answers) });
    }
    for (const question of questions) happenings.push({ on: question.at, happen: () => this.ask(challenge, question) });
    if (reported) happenings.push({ on: reported.at, happen: () => this.report(reported, 'challenge', this.ids.get(challenge)!) });
    for (const message of conversation?.messages ?? []) happenings.push({ on: message.at, happen: () => this.say(challenge, conversation!.about, message) });
    if (scored) happenings.push({ on: scored.at, happen: () => this.score(challenge, scored.by) });
    if (accepted) happenings.push({ on: accepted.at, happen: () => this.accept(challenge, accepted.by) });
    if (accepted && accepted.at + appealDays < 0) happenings.push({ on: accepted.at + appealDays, happen: () => this.complete(challenge, accepted.by) });
    return happenings;
  }

  private async post(challenge: DemoChallenge): Promise<void> {
    const sponsor = this.sponsorOf(challenge);
    const { visitor } = sponsor.owner;
    const made = await visitor.post<ChallengeAnswer>(`/organisations/${sponsor.organisationId}/challenges`, { title: challenge.title });
    this.ids.set(challenge, made.id);
    await visitor.patch(`/challenges/${made.id}`, this.draftOf(challenge), made.version);
    if (challenge.reaches === 'draft') return;
    const { version } = await visitor.put<ChallengeAnswer>(`/challenges/${made.id}/review-request`);
    if (challenge.reaches === 'in_review') return;
    await this.staff.put(`/admin/challenges/${made.id}/review`, { outcome: 'approve', reason: 'Clear, with a number to measure it by.', edits: [] }, version);
    if (challenge.reaches === 'approved') return;
    const approved = await readChallenge(sponsor, made.id);
    await fund(this.places, sponsor, approved);
    await schedule(sponsor, made.id);
    await inviteJudges(sponsor, approved, judges.map((judge) => this.person(judge)));
    for (const judge of judges) if (!challenge.unanswered?.includes(judge)) await acceptSeats(this.person(judge));
  }

  private async cancel(challenge: DemoChallenge, { reason, note }: NonNullable<DemoChallenge['cancelled']>): Promise<void> {
    await this.sponsorOf(challenge).owner.visitor.put(`/challenges/${this.ids.get(challenge)!}/cancellation`, { reason, note });
  }

  private draftOf({ brief, phases, currency, sponsor: _sponsor, reaches: _reaches, cancelled: _cancelled, reported: _reported, entries: _entries, questions: _questions, conversation: _conversation, scored: _scored, accepted: _accepted, unanswered: _unanswered, ...fields }: DemoChallenge): object {
    const { metric, ...texts } = brief;
    const placed = ['First place', 'Second place', 'Third place'];
    return {
      ...fields,
      brief: { ...texts, ...(metric ? { metric: { name: metric.name, unit: metric.unit, baseline: metric.baseline, target: metric.target, dueAt: this.at(metric.dueIn).toISOString() } } : {}) },
      bounty: currency ? 'money' : 'none', currency: currency ?? null,
      phases: phases.map(({ kind, opens, closes, criteria, prizes }) => ({
        kind, criteria, opensAt: this.at(opens).toISOString(), closesAt: this.at(closes, 8).toISOString(),
        prizes: prizes.map((amount, at) => ({ kind: 'placement', place: at + 1, title: placed[at]!, ...(currency ? { amount: { amount: amount * 100, currency } } : {}) })),
      })),
    };
  }

  private async enter(challenge: DemoChallenge, key: SolverKey, answers?: readonly string[]): Promise<void> {
    const solver = this.solver(key);
    const entryId = await enter(solver, this.ids.get(challenge)!);
    if (!answers) return;
    const { criteria } = challenge.phases[0]!;
    const phase = (await readChallenge(this.sponsorOf(challenge), this.ids.get(challenge)!)).phases[0]!;
    const submissionId = await submit(solver, entryId, phase.id, (question) => answers[criteria.findIndex(({ title }) => title === question)] ?? answers[0]!);
    this.submissions.set(challenge, { ...this.submissions.get(challenge), [key]: submissionId });
  }

  private async ask(challenge: DemoChallenge, { by, text, answer, reported }: NonNullable<DemoChallenge['questions']>[number]): Promise<void> {
    const { id, version } = await this.person(by).visitor.post<{ id: string; version: number }>(`/challenges/${this.ids.get(challenge)!}/questions`, { text });
    if (answer) await this.sponsorOf(challenge).owner.visitor.put(`/questions/${id}/answer`, answer, version);
    if (!reported) return;
    const { hidden, ...report } = reported;
    await this.staff.put(`/admin/reports/${await this.report(report, 'question', id)}/decision`, { ...hidden, finding: 'breach', measures: ['hide_question'] });
  }

  private async report({ by, ground, text }: DemoReport, kind: 'challenge' | 'question', id: string): Promise<string> {
    return (await this.person(by).visitor.post<{ id: string }>('/reports', { kind, id, ground, text })).id;
  }

  /** Both read what was said before they answer. */
  private async say(challenge: DemoChallenge, about: SolverKey, { from, text }: NonNullable<DemoChallenge['conversation']>['messages'][number]): Promise<void> {
    const { visitor } = from === 'solver' ? this.person(about) : this.sponsorOf(challenge).owner;
    const { id } = await visitor.put<{ id: string }>(`/submissions/${this.submissions.get(challenge)![about]!}/thread`);
    const { number } = await visitor.post<{ number: number }>(`/threads/${id}/messages`, { text });
    await visitor.put(`/threads/${id}/read-mark`, { number });
  }

  private async score(challenge: DemoChallenge, by: readonly PersonKey[]): Promise<void> {
    const phase = await this.see(challenge, ({ phases }) => phases[0]!.state === 'judging');
    for (const judge of by) await scoreAll(this.person(judge), new Map([[phase.id, tasteOf(challenge)]]));
    if (by.length < judges.length || challenge.decisionRule === 'sponsor_choice') return;
    await this.see(challenge, ({ phases }) => phases[0]!.state === 'decided');
    await readAll(this.sponsorOf(challenge), phase.id);
  }

  /** Only those of `by` answer, and both sides sign; the others are still being asked. */
  private async accept(challenge: DemoChallenge, by: readonly SolverKey[]): Promise<void> {
    const id = this.ids.get(challenge)!;
    const sponsor = this.sponsorOf(challenge);
    const awards = await until(`the awards of ${challenge.title} are announced`, async () => {
      const announced = await awardsOf(sponsor, id);
      return announced.length > 0 && announced;
    });
    for (const key of by) {
      const mine = awards.find(({ organisationId, state }) => organisationId === this.organisations.get(key) && state === 'announced');
      if (!mine) continue;
      const { agreementId } = await this.person(key).visitor.put<AwardAnswer>(`/awards/${mine.id}/acceptance`);
      await sign(this.person(key), agreementId!);
      await sign(sponsor.owner, agreementId!);
    }
  }

  /** After the time for appeals: its sponsor has signed what is asked for, the challenge is over, and who is known to the provider has the money. */
  private async complete(challenge: DemoChallenge, by: readonly SolverKey[]): Promise<void> {
    await this.see(challenge, ({ state }) => state === 'completed', () => declare(this.sponsorOf(challenge), this.ids.get(challenge)!));
    const awards = await awardsOf(this.sponsorOf(challenge), this.ids.get(challenge)!);
    const paid = by.filter((key) => challenge.currency && payees.includes(key));
    for (const key of paid) await awaitPayouts(this.solver(key), awards.filter(({ organisationId }) => organisationId === this.organisations.get(key)).map(({ id }) => id));
  }

  /** Waits until the clock has done its part, and people theirs. Returns the first phase. */
  private see(challenge: DemoChallenge, isSo: (seen: ChallengeAnswer) => boolean, meanwhile?: () => Promise<void>): Promise<PhaseAnswer> {
    return until(`"${challenge.title}" goes on`, async () => {
      await meanwhile?.();
      const seen = await readChallenge(this.sponsorOf(challenge), this.ids.get(challenge)!);
      return isSo(seen) && seen.phases[0]!;
    });
  }

  private sponsorOf({ sponsor }: DemoChallenge): Sponsor {
    const owner = this.person(sponsor);
    const treasurer = (Object.entries(people) as [PersonKey, DemoPerson][]).find(([, { joins }]) => joins?.owner === sponsor && joins.roles.includes('treasurer'));
    return { organisationId: this.organisations.get(sponsor)!, owner, treasurer: treasurer ? this.person(treasurer[0]) : owner };
  }

  private person(key: PersonKey): Person {
    return this.persons.get(key)!;
  }

  private solver(key: SolverKey): Solver {
    return { ...this.person(key), organisationId: this.organisations.get(key)! };
  }

  private at(days: number, hours = 0): Date {
    return new Date(this.today.getTime() + days * day + morning + hours * 60 * 60 * 1000);
  }
}

/** Each judge gives what the demo says; the second is a point stricter in the first criterion. */
function tasteOf({ entries = {}, phases }: DemoChallenge): Taste {
  const submissions = Object.values(entries).flatMap(({ submission }) => (submission ? [submission] : []));
  return (text, judge, criterion) => {
    const at = phases[0]!.criteria.findIndex(({ title }) => title === criterion);
    const score = submissions.find(({ answers }) => text.includes(answers[0]!))!.scores![at]!;
    return at === 0 && judge === people.samuel.email ? score - 1 : score;
  };
}

function someone({ name, email, country }: DemoPerson) {
  return { name, email, country, password: demoPassword };
}
