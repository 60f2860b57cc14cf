import type { View } from '@app/api-client';
import { Pauses } from '@app/challenges';
import { day, hour, minute, readId, showId } from '@app/kernel';
import { aJudgedChallenge, awardOf, passAppeals, sign } from '../../../libs/bounties/testing';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aPerson, asStaff, aStaffMember, joinsStaff, type TestPerson } from '../../../libs/identity/testing';
import { appeals, decides, decidesAppeal, hides, lifts, reports, someFacts } from '../../../libs/moderation/testing';
import { aConversation, say } from '../../../libs/threads/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok, refused } from '../../support/client';

let app: TestApp;
let sponsor: TestSponsor;
let challenge: TestChallenge;
let moderator: TestPerson;
let second: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
  challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
  [moderator, second] = [await aStaffMember(app, 'moderator'), await aStaffMember(app, 'moderator')];
});
afterAll(() => app?.close());

const path = (id: string) => ({ params: { path: { id } } });
const aQuestion = async (text = 'May it be longer?') => {
  const asker = await aPerson(app, { name: 'Zqasker' });
  return { asker, id: (await ok(client(asker).POST('/api/v1/challenges/{id}/questions', { ...path(challenge.publicId), body: { text } }))).id };
};
const isHidden = async (id: string) => (await ok(client(app.http()).GET('/api/v1/questions/{id}', path(id)))).hidden !== null;
const statement = (who: TestPerson, id: string) => client(who).GET('/api/v1/me/statements/{id}', path(id));
const decision = (who: TestPerson, id: string) => client(who).GET('/api/v1/admin/decisions/{id}', path(id));
const kinds = async (who: TestPerson) => (await ok(client(who).GET('/api/v1/me/inbox', { params: { query: { filter: 'open' } } }))).items.map(({ kind }) => kind);
const audits = (subject: string, action: string) => app.db.query<{ reason: string }>('select reason from audit_entry where subject_id = $1 and action = $2', [subject, action]);

describe('a decision', () => {
  it('comes with a statement that whom it hits can read, and nobody else', async () => {
    const { asker, id } = await aQuestion('zqsecret');
    const made = await ok(hides(moderator, 'question', id, 'Section 4 of the terms.'));
    expect(await isHidden(id)).toBe(true);
    await app.drain();
    expect(await kinds(asker)).toContain('statement_given');
    const mail = app.mails(asker.email).at(-1)!;
    expect([mail.subject, mail.unsubscribe, JSON.stringify(mail).includes('zqsecret')]).toEqual(['A decision of our staff, with its reasons', undefined, false]);
    expect(mail.text).toContain(`/statements/${made.id}`);
    for (const body of [mail.text, mail.html]) expect(body).toContain('What was done: hiding of the question and its answer.');

    const read = await ok(statement(asker, made.id));
    expect(read).toMatchObject({
      state: 'in_force', finding: 'breach', ground: 'Section 4 of the terms.', facts: someFacts, measures: ['hide_question'], foundBy: 'own_initiative', isAutomated: false, appeal: null, endsAt: null, can: ['appeal'],
      subject: { kind: 'question', id },
    });
    expect(Date.parse(read.appealUntil) - Date.parse(read.decidedAt)).toBe(14 * day);
    expect(JSON.stringify(read)).not.toContain(moderator.name);
    for (const other of [sponsor.owner, await aPerson(app), moderator]) expect(await refused(statement(other, made.id))).toBe('404 request_not_found');
    expect((await ok(client(asker).GET('/api/v1/me/statements'))).items.map((one) => one.id)).toEqual([made.id]);

    const shown = await ok(decision(second, made.id));
    expect([shown.hit, shown.decidedBy, shown.can]).toEqual([null, moderator.name, ['lift']]);
    expect(JSON.stringify(shown)).not.toContain('Zqasker');
    expect(await audits(readId('moderationDecision', made.id)!, 'moderation_decision.make')).toEqual([{ reason: someFacts }]);
  });

  it('says why: no reasons, no decision; nor a measure that does not fit', async () => {
    const { id } = await aQuestion();
    const body = { kind: 'question' as const, id, ground: 'Spam.', facts: someFacts, measures: ['hide_question' as const] };
    const wrongs: [Partial<View<'DecideDto'>>, string][] = [[{ facts: 'Spam.' }, '/facts'], [{ facts: ' '.repeat(30) }, '/facts'], [{ ground: '' }, '/ground'], [{ facts: 'The text of [date] says [what].' }, '/facts'], [{ ground: 'The law: [which].' }, '/ground'], [{ days: 7 }, '/days'], [{ measures: ['hide_message'] }, '/measures']];
    for (const [wrong, pointer] of wrongs) {
      const { error, response } = await client(moderator).POST('/api/v1/admin/decisions', { body: { ...body, ...wrong } });
      expect([response.status, (error as unknown as { errors: { pointer: string }[] }).errors.map((one) => one.pointer)]).toEqual([422, [pointer]]);
    }
    expect(await isHidden(id)).toBe(false);
    expect(await refused(client(moderator).POST('/api/v1/admin/decisions', { body: { ...body, id: `que_${'0'.repeat(32)}` } }))).toBe('404 request_not_found');
  });

  it('is one: of two staff who decide at once, one is told', async () => {
    const { id } = await aQuestion();
    const report = await ok(reports(sponsor.owner, 'question', id, 'spam'));
    const both = await Promise.all([decides(moderator, report.id, 'breach', ['hide_question']), decides(second, report.id, 'no_breach')]);
    expect(both.map(({ response }) => response.status).sort()).toEqual([200, 409]);
    const other = await aQuestion();
    const own = await Promise.all([hides(moderator, 'question', other.id, 'Spam.'), hides(second, 'question', other.id, 'Spam.')]);
    expect(own.map(({ response }) => response.status).sort()).toEqual([201, 409]);
    expect(await refused(hides(second, 'question', other.id, 'Again.'))).toBe('409 moderation_measure_in_force');
    expect(await app.db.query('select count(*)::int from measure where target_id = $1', [readId('question', other.id)])).toEqual([{ count: 1 }]);
  });

  it('on a report tells the reporter what came of it, and its subject not who it was', async () => {
    const { asker, id } = await aQuestion();
    const reporter = await aPerson(app, { name: 'Zqreporter' });
    const report = await ok(reports(reporter, 'question', id, 'spam', 'zqwords'));
    const made = await ok(decides(moderator, report.id, 'breach', ['hide_question']));
    await app.drain();
    expect(await kinds(reporter)).toContain('report_acted_on');
    expect(await ok(client(reporter).GET('/api/v1/reports/{id}', path(report.id)))).toMatchObject({ state: 'decided', outcome: 'breach', can: [] });
    expect(await refused(statement(reporter, made.id))).toBe('404 request_not_found');
    expect(JSON.stringify([await ok(statement(asker, made.id)), app.mails(asker.email)])).not.toMatch(/zqwords|Zqreporter/);
    expect((await ok(statement(asker, made.id))).foundBy).toBe('report');
  });

  it('is lifted by staff with a reason, and undoes what it did once', async () => {
    const { asker, id } = await aQuestion();
    const made = await ok(hides(moderator, 'question', id, 'Spam.'));
    const report = await ok(reports(await aPerson(app), 'challenge', challenge.publicId, 'illegal'));
    const nothing = await ok(decides(moderator, report.id, 'no_breach'));
    expect(await refused(lifts(moderator, nothing.id))).toBe('409 moderation_nothing_to_lift');
    const both = await Promise.all([lifts(moderator, made.id, 'Read wrongly.'), lifts(second, made.id, 'Read wrongly.')]);
    expect(both.map(({ response }) => response.status).sort()).toEqual([200, 409]);
    expect(await isHidden(id)).toBe(false);
    expect(await audits(readId('question', id)!, 'question.show')).toEqual([{ reason: 'Read wrongly.' }]);
    await app.drain();
    expect(await kinds(asker)).toContain('decision_lifted');
    expect(await ok(statement(asker, made.id))).toMatchObject({ state: 'lifted', overBecause: 'Read wrongly.' });
    // it may be hidden anew, and lifting the first again would not show it
    await ok(hides(moderator, 'question', id, 'Spam.'));
    expect(await refused(lifts(moderator, made.id))).toBe('409 request_wrong_state');
    expect(await isHidden(id)).toBe(true);
  });
});

describe('an appeal', () => {
  const aDecision = async () => {
    const { asker, id } = await aQuestion();
    return { asker, id, made: await ok(hides(moderator, 'question', id, 'Spam.')) };
  };

  it('is decided by somebody new; reversed, it undoes at once what was done', async () => {
    const { asker, id, made } = await aDecision();
    for (const other of [sponsor.owner, moderator, second]) expect(await refused(appeals(other, made.id))).toBe('404 request_not_found');
    expect(await refused(decidesAppeal(second, made.id, 'reversed'))).toBe('404 request_not_found');
    await ok(appeals(asker, made.id, 'zqplea'));
    expect(await refused(appeals(asker, made.id))).toBe('409 moderation_appealed_already');
    expect((await ok(client(second).GET('/api/v1/admin/appeals'))).items.map((one) => one.id)).toContain(made.id);
    expect([(await ok(decision(moderator, made.id))).can, (await ok(decision(second, made.id))).can]).toEqual([['lift'], ['lift', 'decide_appeal']]);
    expect(await refused(decidesAppeal(moderator, made.id, 'upheld'))).toBe('403 moderation_same_decider');
    const third = await aStaffMember(app, 'moderator');
    const both = await Promise.all([decidesAppeal(second, made.id, 'reversed'), decidesAppeal(third, made.id, 'reversed')]);
    expect(both.map(({ response }) => response.status).sort()).toEqual([200, 409]);
    expect(await isHidden(id)).toBe(false);
    expect((await audits(readId('question', id)!, 'question.show')).length).toBe(1);
    expect(await ok(statement(asker, made.id))).toMatchObject({ state: 'reversed', appeal: { state: 'reversed', text: 'zqplea', isAlone: false, reason: expect.any(String) }, can: [] });
    await app.drain();
    expect(await kinds(asker)).toContain('moderation_appeal_decided');
    expect(await refused(lifts(second, made.id))).toBe('409 request_wrong_state');
    // the database says the same of whoever gets past the policy
    const other = await aDecision();
    await ok(appeals(other.asker, other.made.id));
    await expect(app.db.query(`update moderation_appeal set state = 'upheld', decided_by = first_decided_by, decided_at = app_now(), reason = 'Because it is as it is.' where decision_id = $1`, [readId('moderationDecision', other.made.id)])).rejects.toThrow('check');
  });

  it('upheld leaves what was done', async () => {
    const { asker, id, made } = await aDecision();
    await ok(appeals(asker, made.id));
    await ok(decidesAppeal(second, made.id, 'upheld'));
    expect(await isHidden(id)).toBe(true);
    expect(await ok(statement(asker, made.id))).toMatchObject({ state: 'in_force', appeal: { state: 'upheld' } });
  });

  it('is the reporter’s where a report was refused, and opens it again', async () => {
    const reporter = await aPerson(app);
    const report = await ok(reports(reporter, 'challenge', challenge.publicId, 'misleading'));
    const made = await ok(decides(moderator, report.id, 'no_breach'));
    expect(await refused(statement(sponsor.owner, made.id))).toBe('404 request_not_found');
    expect(await refused(appeals(sponsor.owner, made.id))).toBe('404 request_not_found');
    await app.drain();
    expect(await kinds(reporter)).toContain('statement_given');
    await ok(appeals(reporter, made.id));
    await ok(decidesAppeal(second, made.id, 'reversed'));
    expect(await ok(client(moderator).GET('/api/v1/admin/reports/{id}', path(report.id)))).toMatchObject({ state: 'open', can: ['ask'], decisions: [{ state: 'reversed' }] });
    expect(await refused(decides(moderator, report.id, 'no_breach'))).toBe('403 moderation_same_decider');
    await ok(decides(second, report.id, 'breach'));
    expect((await ok(client(reporter).GET('/api/v1/reports/{id}', path(report.id)))).outcome).toBe('breach');
  });

  it('of each who refused it leaves nobody new: then any of them decides', async () => {
    const few = await startTestApp();
    const [one, other, reporter] = [await aStaffMember(few, 'moderator'), await aStaffMember(few, 'moderator'), await aPerson(few)];
    const about = await aChallenge(few, await aSponsor(few), { state: 'open', moderator: one, edits: freeDraft(await few.clock.now()) });
    const report = await ok(reports(reporter, 'challenge', about.publicId, 'misleading'));
    for (const [decider, reviewer] of [[one, other], [other, one]] as const) {
      const made = await ok(decides(decider, report.id, 'no_breach'));
      await few.drain();
      await ok(appeals(reporter, made.id));
      await ok(decidesAppeal(reviewer, made.id, 'reversed'));
    }
    expect((await ok(client(one).GET('/api/v1/admin/reports/{id}', path(report.id)))).can).toEqual(['ask', 'decide']);
    await ok(decides(one, report.id, 'breach'));
    await few.close();
  });

  it('comes too late after 14 days', async () => {
    const { asker, made } = await aDecision();
    await app.clock.shift(14 * day - minute);
    expect((await ok(statement(asker, made.id))).can).toEqual(['appeal']);
    await app.clock.shift(2 * minute);
    expect((await ok(statement(asker, made.id))).can).toEqual([]);
    expect(await refused(appeals(asker, made.id))).toBe('409 moderation_appeal_too_late');
  });
});

async function aPayoutToHold(at: TestApp) {
  const { solvers: [winner], sponsor: payer } = await aJudgedChallenge(at, [8]);
  const won = await awardOf(winner!);
  await ok(client(winner!).PUT('/api/v1/awards/{id}/acceptance', path(won.body.id)));
  await sign(won.path, winner!, payer.owner);
  await passAppeals(at);
  const [{ id }] = (await at.db.query<{ id: string }>('select id from payout where award_id = $1', [won.id])) as [{ id: string }];
  return { winner: winner!, id, hold: { kind: 'payout' as const, id: showId('payout', id), measures: ['hold_payout' as const] } };
}

const onOwnInitiative = (who: TestPerson, body: Pick<View<'DecideDto'>, 'kind' | 'id' | 'measures' | 'days'>) => client(who).POST('/api/v1/admin/decisions', { body: { ground: 'Section 4 of the terms.', facts: someFacts, days: null, ...body } });
const holdOf = async (at: TestApp, payoutId: string) => (await at.db.query<{ state: string }>('select state from payout_hold where payout_id = $1', [payoutId]))[0]!.state;

describe('what it stops', () => {
  const posts = ({ owner, organisation }: TestSponsor) => client(owner).POST('/api/v1/organisations/{id}/challenges', { ...path(organisation.publicId), body: { title: 'Another' } });

  it('a person: at once, who still reads why and appeals, and is free once it is reversed', async () => {
    const person = await aPerson(app);
    const about = { kind: 'person' as const, id: showId('person', person.id) };
    expect(await refused(onOwnInitiative(moderator, { ...about, measures: ['suspend_person'], days: undefined }))).toBe('422 moderation_measure');
    expect(await refused(onOwnInitiative(second, { ...about, id: showId('person', second.id), measures: ['suspend_person'] }))).toBe('403 moderation_own_matter');
    const made = await ok(onOwnInitiative(moderator, { ...about, measures: ['suspend_person'] }));
    expect(made).toMatchObject({ measures: ['suspend_person'], hit: person.name, endsAt: null });
    expect(await refused(reports(person, 'challenge', challenge.publicId, 'spam'))).toBe('403 request_suspended');
    expect(await refused(onOwnInitiative(second, { ...about, measures: ['suspend_person'] }))).toBe('409 moderation_measure_in_force');
    await app.drain();
    expect(await kinds(person)).toContain('statement_given');
    expect((await ok(client(person).GET('/api/v1/me/statements'))).items.map(({ id }) => id)).toEqual([made.id]);
    await ok(appeals(person, made.id));
    await ok(decidesAppeal(second, made.id, 'reversed'));
    await ok(reports(person, 'challenge', challenge.publicId, 'spam'));
    await ok(onOwnInitiative(second, { ...about, measures: ['suspend_person'] }));
  });

  it('an organisation for some days, after which it is free by itself', async () => {
    const other = await aSponsor(app);
    const made = await ok(onOwnInitiative(moderator, { kind: 'organisation', id: other.organisation.publicId, measures: ['suspend_organisation'], days: 7 }));
    expect(await refused(posts(other))).toBe('403 request_suspended');
    await app.drain();
    expect((await ok(statement(other.owner, made.id)))).toMatchObject({ organisationName: other.organisation.name, state: 'in_force', can: ['appeal'] });
    await app.clock.shift(7 * day + minute);
    await app.drain();
    await ok(posts(other));
    const over = await ok(statement(other.owner, made.id));
    expect([over.state, over.can, over.overAt]).toEqual(['ended', ['appeal'], made.endsAt]);
    const texts = app.mails(other.owner.email).map(({ text }) => text).join();
    for (const part of ['What was done: suspension of the organisation.', `The suspension ends by itself on ${made.endsAt!.slice(0, 16).replace('T', ' ')} UTC.`, 'What is over: suspension of the organisation.']) expect(texts).toContain(part);
    expect((await app.db.query(`select kind from measure where undone_at is null and decision_id = $1`, [readId('moderationDecision', made.id)]))).toEqual([]);
    expect(await kinds(other.owner)).toContain('decision_lifted');
  });

  it('a person who wrote something for some days; what was hidden beside it stays hidden', async () => {
    const talk = await aConversation(app);
    const { id } = await say(talk.solver, talk.thread, 'zqrude');
    const made = await ok(onOwnInitiative(moderator, { kind: 'message', id, measures: ['suspend_person', 'hide_message'], days: 7 }));
    await app.clock.shift(7 * day + minute);
    await app.drain();
    await app.drain();
    expect(await ok(statement(talk.solver, made.id))).toMatchObject({ state: 'in_force' });
    await say(talk.solver, talk.thread, 'I am sorry.');
    expect((await ok(client(talk.sponsor.owner).GET('/api/v1/messages/{id}', path(id)))).hidden).not.toBeNull();
    await ok(lifts(second, made.id));
    expect((await ok(client(talk.sponsor.owner).GET('/api/v1/messages/{id}', path(id)))).text!.text).toBe('zqrude');
  });

  it('a challenge, until it is lifted', async () => {
    const other = await aSponsor(app);
    const about = await aChallenge(app, other, { state: 'open', edits: freeDraft(await app.clock.now()) });
    const seen = async () => (await ok(client(app.http()).GET('/api/v1/challenges/{id}', path(about.publicId)))).paused;
    const made = await ok(onOwnInitiative(moderator, { kind: 'challenge', id: about.publicId, measures: ['pause_challenge'] }));
    // everybody reads the kind of reason: that there is a report only where there is one
    expect(await seen()).toMatchObject({ reason: 'platform' });
    for (const [who, answer] of [[other.owner, '403 request_forbidden'], [await aStaffMember(app, 'finance'), '403 request_forbidden']] as const) expect(await refused(client(who).GET('/api/v1/admin/decidable/{kind}/{id}', { params: { path: { kind: 'challenge', id: about.publicId } } }))).toBe(answer);
    await ok(lifts(second, made.id));
    expect(await seen()).toBeNull();
    const report = await ok(reports(await aPerson(app), 'challenge', about.publicId, 'misleading'));
    const paused = await ok(decides(moderator, report.id, 'breach', ['pause_challenge']));
    expect(await seen()).toMatchObject({ reason: 'report' });
    // a pause that ends by itself ends the decision, and there may be another
    await app.db.change(await asStaff(app, second), (tx) => app.app.get(Pauses).resume(tx, readId('challenge', about.publicId)!, { note: null }));
    await app.drain();
    expect(await ok(statement(other.owner, paused.id))).toMatchObject({ state: 'ended' });
    // so does the end of the challenge
    const last = await ok(onOwnInitiative(moderator, { kind: 'challenge', id: about.publicId, measures: ['pause_challenge'] }));
    await second.agent.put(`/api/v1/admin/challenges/${about.publicId}/cancellation`).send({ reason: 'platform', note: 'It has to end.' }).expect(200);
    await app.drain();
    expect(await ok(statement(other.owner, last.id))).toMatchObject({ state: 'ended' });
  });

  it('a payout: by finance alone, and somebody else lets it go', async () => {
    const [finance, other] = [await aStaffMember(app, 'finance'), await aStaffMember(app, 'finance')];
    const { winner, id, hold } = await aPayoutToHold(app);
    expect(await refused(onOwnInitiative(moderator, hold))).toBe('403 request_forbidden');
    const made = await ok(onOwnInitiative(finance, hold));
    await app.drain();
    expect(await ok(statement(winner, made.id))).toMatchObject({ measures: ['hold_payout'], subject: { kind: 'payout' } });
    expect([(await ok(decision(finance, made.id))).can, (await ok(decision(other, made.id))).can]).toEqual([[], ['lift']]);
    expect(await refused(lifts(finance, made.id))).toBe('403 payments_released_by_another');
    expect(await holdOf(app, id)).toBe('in_force');
    await ok(lifts(other, made.id, 'zqreason of the bank'));
    expect(await holdOf(app, id)).toBe('released');
    const kept = await app.db.query(`select e.reason from audit_entry e join payout_hold h on h.id::text = e.subject_id::text where h.payout_id = $1 and e.subject = 'payout_hold'`, [id]);
    expect(kept).toEqual([{ reason: 'moderation' }, { reason: 'moderation' }]);
  });
});

it('where nobody else may decide, an appeal waits 72 hours with notice, and then the same person may, which is said', async () => {
  const alone = await startTestApp();
  try {
    const only = await aStaffMember(alone, 'moderator');
    const owner = await aSponsor(alone);
    const about = await aChallenge(alone, owner, { state: 'open', edits: freeDraft(await alone.clock.now()) });
    // a colleague of who is hit is no second pair of eyes
    const asker = await aPerson(alone);
    await joinsStaff(alone, owner.owner, 'moderator');
    await alone.db.query('delete from staff_grant where person_id <> all($1)', [[only.id, owner.owner.id]]);
    const { id } = await ok(client(asker).POST('/api/v1/challenges/{id}/questions', { ...path(about.publicId), body: { text: 'May it be longer?' } }));
    const made = await ok(hides(only, 'question', id, 'Spam.'));
    await ok(appeals(asker, made.id));
    expect(await refused(decidesAppeal(only, made.id, 'reversed'))).toBe('403 moderation_same_decider');
    await alone.drain();
    expect(alone.mails(asker.email).map(({ subject }) => subject)).toContain('An appeal waits three days more');
    const waits = (await ok(statement(asker, made.id))).appeal!;
    expect(waits.aloneFrom).not.toBeNull();
    await alone.clock.shift(72 * hour - minute);
    expect(await refused(decidesAppeal(only, made.id, 'reversed'))).toBe('403 moderation_same_decider');
    await alone.clock.shift(2 * minute);
    // somebody who came meanwhile decides it
    const newcomer = await aStaffMember(alone, 'moderator');
    expect(await refused(decidesAppeal(only, made.id, 'reversed'))).toBe('403 moderation_same_decider');
    await alone.db.query('delete from staff_grant where person_id = $1', [newcomer.id]);
    await ok(decidesAppeal(only, made.id, 'reversed'));
    expect((await ok(statement(asker, made.id))).appeal).toMatchObject({ state: 'reversed', isAlone: true });
  } finally {
    await alone.close();
  }
});

describe('a payout held by the only one of finance', () => {
  let alone: TestApp;
  let only: TestPerson;

  beforeAll(async () => {
    alone = await startTestApp();
    only = await aStaffMember(alone, 'finance');
  });
  afterAll(() => alone?.close());

  const appealed = async () => {
    const { winner, id, hold } = await aPayoutToHold(alone);
    const made = await ok(onOwnInitiative(only, hold));
    await ok(appeals(winner, made.id));
    await alone.drain();
    return { id, made };
  };
  const may = async (id: string) => (await ok(decision(only, id))).can;
  const waits = async (id: string) => (await ok(decision(only, id))).appeal!.aloneFrom !== null;

  it('goes after the appeal waited 72 hours for somebody else, by reversing or lifting, and not before', async () => {
    const one = await appealed();
    expect([await may(one.made.id), await refused(lifts(only, one.made.id)), await refused(decidesAppeal(only, one.made.id, 'reversed'))]).toEqual([[], '403 payments_released_by_another', '403 moderation_same_decider']);
    const early = alone.db.query(`update payout_hold set state = 'released', released_at = app_now(), released_by = placed_by where payout_id = $1`, [one.id]);
    await expect(early).rejects.toThrow('payout_hold_released_by_another');
    await alone.clock.shift(72 * hour + minute);
    expect(await may(one.made.id)).toEqual(['lift', 'decide_appeal']);
    await ok(decidesAppeal(only, one.made.id, 'reversed'));
    expect(await holdOf(alone, one.id)).toBe('released');

    // somebody who came meanwhile is asked first
    const other = await appealed();
    await alone.clock.shift(72 * hour + minute);
    const newcomer = await aStaffMember(alone, 'finance');
    expect([await may(other.made.id), await refused(lifts(only, other.made.id))]).toEqual([[], '403 payments_released_by_another']);
    await alone.db.query('delete from staff_grant where person_id = $1', [newcomer.id]);
    await ok(decidesAppeal(only, other.made.id, 'upheld'));
    expect([await holdOf(alone, other.id), await may(other.made.id)]).toEqual(['in_force', ['lift']]);
    await ok(lifts(only, other.made.id));
    expect(await holdOf(alone, other.id)).toBe('released');
  });

  it('goes without an appeal after its day of review and 72 hours more, of which its payee is told, and not before', async () => {
    const { winner, id, hold } = await aPayoutToHold(alone);
    const made = await ok(onOwnInitiative(only, hold));
    const listed = async () => (await ok(client(only).GET('/api/v1/admin/payouts', { params: { query: {} } }))).items.map((one) => one.hold?.reviewAt);
    expect(await listed()).toEqual([new Date(Date.parse(made.decidedAt) + 14 * day).toISOString()]);
    await alone.clock.shift(14 * day - minute);
    await alone.drain();
    const told = () => alone.mails(winner.email).filter(({ subject }) => subject === 'A payout is still held back').length;
    expect([told(), await may(made.id)]).toEqual([0, []]);
    await alone.clock.shift(2 * minute);
    await alone.drain();
    expect([told(), await may(made.id), await refused(lifts(only, made.id))]).toEqual([1, [], '403 payments_released_by_another']);
    await alone.clock.shift(72 * hour);
    expect(await may(made.id)).toEqual(['lift']);
    await ok(lifts(only, made.id));
    expect(await holdOf(alone, id)).toBe('released');
  });

  it('waits past its day of review for a colleague who is there, and no more once they have left', async () => {
    const colleague = await aStaffMember(alone, 'finance');
    const { hold } = await aPayoutToHold(alone);
    const made = await ok(onOwnInitiative(only, hold));
    await alone.clock.shift(18 * day);
    await alone.drain();
    expect([await may(made.id), (await ok(decision(colleague, made.id))).can]).toEqual([[], ['lift']]);
    await alone.db.query('delete from staff_grant where person_id = $1', [colleague.id]);
    await alone.clock.shift(day);
    await alone.drain();
    await alone.clock.shift(72 * hour + minute);
    expect(await may(made.id)).toEqual(['lift']);
    await ok(lifts(only, made.id));
  });

  it('waits so too where the only colleague is suspended, and counts them again once they are not', async () => {
    const [colleague, judge] = [await aStaffMember(alone, 'finance'), await aStaffMember(alone, 'moderator')];
    const { made } = await appealed();
    expect(await waits(made.id)).toBe(false);
    const suspension = await ok(onOwnInitiative(judge, { kind: 'person', id: showId('person', colleague.id), measures: ['suspend_person'] }));
    await alone.clock.shift(hour + minute);
    await alone.drain();
    expect(await waits(made.id)).toBe(true);
    await alone.clock.shift(72 * hour);
    expect(await may(made.id)).toEqual(['lift', 'decide_appeal']);
    await ok(lifts(judge, suspension.id));
    expect([await may(made.id), await refused(decidesAppeal(only, made.id, 'reversed'))]).toEqual([[], '403 moderation_same_decider']);
  });
});
