import { after, day, minute } from '@app/kernel';
import { Pauses } from '@app/challenges';
import { Registry } from '@app/platform';
import { aPaidChallenge, prizes } from '../../../libs/bounties/testing';
import { aChallenge, aPhase, asSeen, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { asStaff, aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { aJudge } from '../../../libs/judging/testing';
import { phaseClosesSoon, scoresDueSoon } from '../../../libs/notifications/notifications.events';
import { anEntry, aSubmission, closePhase } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';

let app: TestApp;
let sponsor: TestSponsor;
let moderator: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  [sponsor, moderator] = [await aSponsor(app), await aStaffMember(app, 'moderator')];
});
afterAll(() => app?.close());

const pause = async ({ id }: TestChallenge) => app.db.change(await asStaff(app, moderator), (tx) => app.app.get(Pauses).pause(tx, id, { reason: 'report', note: null }));
const resume = async ({ id }: TestChallenge) => app.db.change(await asStaff(app, moderator), (tx) => app.app.get(Pauses).resume(tx, id, { note: null }));
const at = async (time: Date) => {
  await app.clock.set(time);
  await app.drain();
};
/** Three workers that find the same reminders due at the same instant. */
const tickThrice = () => Promise.all([1, 2, 3].map(() => app.app.get(Registry).dueTasks.find(({ name }) => name === 'notifications.reminders')!.run(50)));
/** Reminders that nobody has heard yet. */
const events = () => app.db.query<{ name: string }>('select name from outbox where name = any($1)', [[phaseClosesSoon.name, scoresDueSoon.name]]).then((rows) => rows.map(({ name }) => name));

/** Somebody of whom something is asked until an end that lies ahead. */
interface Asked {
  challenge: TestChallenge;
  event: string;
  end: () => Promise<Date>;
  /** The mails that reminded them, by the time they name. */
  told: () => string[];
}

async function asked(what: 'closing' | 'scores', days: number): Promise<Asked> {
  const now = await app.clock.now();
  const phase = aPhase(now, { closesAt: after(now, (7 + days) * day).toISOString(), prizes: [{ kind: 'placement', place: 1, title: 'Winner' }] });
  const challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(now, { phases: [phase], judgingDays: days }) });
  const entry = await anEntry(app, challenge);
  if (what === 'closing') return asking(entry.solver, challenge, what);
  const judge = await aJudge(app, sponsor, challenge);
  await aSubmission(app, entry);
  await closePhase(app, challenge);
  return asking(judge, challenge, what);
}

function asking({ email }: TestPerson, challenge: TestChallenge, what: 'closing' | 'scores'): Asked {
  const subject = what === 'closing' ? 'It closes soon' : 'Your scores are due soon';
  return {
    challenge, event: (what === 'closing' ? phaseClosesSoon : scoresDueSoon).name,
    async end() {
      const [phase] = (await asSeen(sponsor.owner.agent, challenge.publicId)).phases;
      return what === 'closing' ? phase!.closesAt : phase!.judgingEndsAt;
    },
    told: () => app.mails(email).filter((mail) => mail.subject.startsWith(subject)).map(({ text }) => /\d{4}-\d\d-\d\d \d\d:\d\d UTC/.exec(text)![0]),
  };
}

const shown = (time: Date) => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

describe.each(['closing', 'scores'] as const)('what reminds of %s', (what) => {
  it('comes once, three days before, whoever ticks', async () => {
    const { end, event, told } = await asked(what, 14);
    const dueAt = after(await end(), -3 * day);
    await at(after(dueAt, -minute));
    expect(told()).toEqual([]);
    await app.clock.set(dueAt);
    await tickThrice();
    expect(await events()).toEqual([event]);
    await app.drain();
    await at(after(dueAt, 2 * day));
    expect(told()).toEqual([shown(await end())]);
  });

  it('waits while all is paused, and then comes once, before the new end, also where a tick is before whoever hears that it goes on', async () => {
    const { challenge, end, told } = await asked(what, 14);
    const before = await end();
    await at(after(before, -4 * day));
    await pause(challenge);
    await at(after(before, -2 * day));
    expect(told()).toEqual([]);
    await resume(challenge);
    await tickThrice();
    expect(await events()).toEqual([]);
    const dueAt = after(await end(), -3 * day);
    await at(after(dueAt, -minute));
    expect(told()).toEqual([]);
    await at(dueAt);
    await at(after(dueAt, 2 * day));
    expect(told()).toEqual([shown(await end())]);
  });

  it('comes earlier where a pause made more of little time', async () => {
    const { challenge, end, told } = await asked(what, 5);
    await at(after(await end(), -4 * day));
    await pause(challenge);
    await at(after(await end(), -2.5 * day));
    await resume(challenge);
    const dueAt = after(await end(), -3 * day);
    await at(after(dueAt, -minute));
    expect(told()).toEqual([]);
    await at(dueAt);
    expect(told()).toEqual([shown(await end())]);
    await at(after(dueAt, 2 * day));
    expect(told()).toHaveLength(1);
  });
});

it('scores are reminded of again, once, before the end of judging that was extended', async () => {
  const { sponsor: silent, challenge } = await aPaidChallenge(app, { edits: { noAwardRule: 'extend_once', decisionRule: 'sponsor_choice', phases: [aPhase(await app.clock.now(), prizes(1_000))] } });
  const { end, event, told } = asking(await aJudge(app, silent, challenge), challenge, 'scores');
  await aSubmission(app, await anEntry(app, challenge));
  await closePhase(app, challenge);
  const first = await end();
  await at(after(first, -3 * day));
  expect(told()).toEqual([shown(first)]);
  await at(after(first, 30 * day));
  const dueAt = after(await end(), -3 * day);
  await at(after(dueAt, -minute));
  expect(told()).toEqual([shown(first)]);
  await app.clock.set(dueAt);
  await tickThrice();
  expect(await events()).toEqual([event]);
  await app.drain();
  await at(after(dueAt, 2 * day));
  expect(told()).toEqual([shown(first), shown(await end())]);
});
