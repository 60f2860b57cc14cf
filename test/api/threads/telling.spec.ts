import { aMember, aStaffMember } from '../../../libs/identity/testing';
import { aConversation, say, type TestConversation } from '../../../libs/threads/testing';
import { hides } from '../../../libs/moderation/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok } from '../../support/client';
import type { Agent } from '../../support/agent';

let app: TestApp;
let talk: TestConversation;

beforeAll(async () => {
  app = await startTestApp();
  talk = await aConversation(app);
});
afterAll(() => app?.close());

const about = async ({ agent }: { agent: Agent }, filter: 'open' | 'done' = 'open') => {
  const { items } = await ok(client({ agent }).GET('/api/v1/me/inbox', { params: { query: { filter } } }));
  return items.filter(({ title }) => /message about|called in/.test(title)).map(({ title }) => title);
};
const read = ({ agent }: { agent: Agent }, number: number) => ok(client({ agent }).PUT('/api/v1/threads/{id}/read-mark', { params: { path: { id: talk.thread.publicId } }, body: { number } }));
const written = 'A message about a submission: Less waste on the line';
const called = 'You are called in a conversation: Less waste on the line';

it('the other side is told of the first message it has not read, and of the next once it has; never what was said', async () => {
  const { owner } = talk.sponsor;
  const first = await say(talk.solver, talk.thread, 'The **quince** fits under the belt.');
  await app.drain();
  expect([await about(owner), await about(talk.solver), await about(talk.rival)]).toEqual([[written], [], []]);
  const mail = app.mails(owner.email).at(-1)!;
  expect([mail.subject, mail.text.includes(`/messages/${talk.thread.publicId}`), JSON.stringify(mail).includes('quince')]).toEqual([written, true, false]);
  expect(mail.text).toContain(`${talk.solver.name} wrote in the conversation about a submission to “Less waste on the line”.`);

  await say(talk.solver, talk.thread, 'And it is cheaper.');
  await app.drain();
  expect(await about(owner)).toEqual([written]);

  await read(owner, first.number);
  expect([await about(owner), await about(owner, 'done')]).toEqual([[], [written]]);
  await read(owner, 2);
  const third = await say(talk.solver, talk.thread, 'May we show you?');
  await app.drain();
  expect(await about(owner)).toEqual([written]);
  await read(owner, third.number);

  await say(owner, talk.thread, 'Please do.');
  await app.drain();
  expect(await about(talk.solver)).toEqual([written]);
  expect(app.mails(talk.solver.email).at(-1)!.text).toContain(`${owner.name} wrote in the conversation about a submission to “Less waste on the line”.`);
});

it('who is called by name is told whatever they have not read, once, and not as others are', async () => {
  const { id } = await ok(client(talk.solver).GET('/api/v1/me'));
  await say(talk.sponsor.owner, talk.thread, 'Could you come on Monday?', { mentions: [id] });
  await app.drain();
  expect((await about(talk.solver)).sort()).toEqual([written, called]);
  expect(app.mails(talk.solver.email).at(-1)!.subject).toBe(called);
});

it('what was deleted before anybody was told is not told, and who leaves the sponsor loses what they were told', async () => {
  const { owner, organisation } = talk.sponsor;
  const manager = await aMember(app, owner, organisation, ['manager']);
  await read(owner, 1_000);
  const message = await say(talk.solver, talk.thread, 'Sent too early.');
  await ok(client(talk.solver).DELETE('/api/v1/messages/{id}', { params: { path: { id: message.id } } }));
  await app.drain();
  expect(await about(owner)).toEqual([]);

  await read(manager, 1_000);
  await read(owner, 1_000);
  await say(talk.solver, talk.thread, 'Now it is ready.');
  await app.drain();
  expect([await about(manager), await about(owner)]).toEqual([[written], [written]]);
  await ok(client(owner).DELETE('/api/v1/organisations/{id}/members/{memberId}', { params: { path: { id: organisation.publicId, memberId: manager.memberId } } }));
  await app.drain();
  expect([await about(manager), await about(owner)]).toEqual([[], [written]]);
});

describe('nobody is silenced by what they cannot read any more, or were never told', () => {
  const said = async (about: TestConversation, text: string) => {
    const message = await say(about.solver, about.thread, text);
    await app.drain();
    return message;
  };

  it('a message that was told and then deleted or hidden', async () => {
    const conversation = await aConversation(app);
    const { owner } = conversation.sponsor;
    const first = await said(conversation, 'One.');
    await ok(client(conversation.solver).DELETE('/api/v1/messages/{id}', { params: { path: { id: first.id } } }));
    expect(await about(owner)).toEqual([]);
    const second = await said(conversation, 'Two.');
    expect(await about(owner)).toEqual([written]);
    await ok(hides(await aStaffMember(app, 'moderator'), 'message', second.id, 'A threat.'));
    await said(conversation, 'Three.');
    expect([await about(owner), await about(owner, 'done')]).toEqual([[written, written], [written]]);
    await said(conversation, 'Four.');
    expect(await about(owner)).toEqual([written, written]);
  });

  it('messages from before they came: a manager who joins late hears of the next one, and once', async () => {
    const conversation = await aConversation(app);
    await said(conversation, 'One.');
    await said(conversation, 'Two.');
    const late = await aMember(app, conversation.sponsor.owner, conversation.sponsor.organisation, ['manager']);
    await said(conversation, 'Three.');
    await said(conversation, 'Four.');
    expect([await about(late), await about(conversation.sponsor.owner)]).toEqual([[written], [written]]);
  });

  it('a notice that was read without the conversation', async () => {
    const conversation = await aConversation(app);
    const { owner } = conversation.sponsor;
    await said(conversation, 'One.');
    await said(conversation, 'Two.');
    expect(await about(owner)).toEqual([written]);
    await ok(client(owner).PUT('/api/v1/me/inbox/read', { body: { until: (await app.clock.now()).toISOString() } }));
    await said(conversation, 'Three.');
    await said(conversation, 'Four.');
    expect(await about(owner)).toEqual([written, written]);
  });

  it('but the people of an organisation that was closed hear of nothing any more', async () => {
    const conversation = await aConversation(app);
    const { owner, organisation } = conversation.sponsor;
    await app.db.query(`update organisation set state = 'closed' where id = $1`, [organisation.id]);
    const before = app.mails(owner.email).length;
    await said(conversation, 'One.');
    expect([await about(owner), app.mails(owner.email).length]).toEqual([[], before]);
  });

  it('but a call by name that is not read yet is enough', async () => {
    const conversation = await aConversation(app);
    const { owner } = conversation.sponsor;
    const { id } = await ok(client(owner).GET('/api/v1/me'));
    await say(conversation.solver, conversation.thread, 'You decide.', { mentions: [id] });
    await app.drain();
    await said(conversation, 'Please.');
    expect(await about(owner)).toEqual([called]);
  });
});
