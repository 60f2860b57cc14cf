import { day, newId, systemActor } from '@app/kernel';
import { CONFIG, type Config, Registry, Runner, Tick } from '@app/platform';
import { aChallenge, aSponsor, type TestSponsor } from '../../../libs/challenges/testing';
import { aPerson, type TestPerson } from '../../../libs/identity/testing';
import { sides } from '../../../libs/notifications/sides';
import { Sources } from '../../../libs/notifications/sources.service';
import { unsubscribeToken } from '../../../libs/notifications/unsubscribe.token';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok, refused } from '../../support/client';

let app: TestApp;
let sponsor: TestSponsor;
beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
  await app.clock.set(new Date('2026-12-01T10:00:00Z'));
});
afterAll(() => app?.close());

const personOf = async ({ email }: TestPerson) => (await app.db.query<{ id: string }>('select id from person where email = $1', [email]))[0]!.id;

/** A notification of a kind, delivered to these people, who manage the sponsor; `title` makes it recognisable. */
async function notify(kind: string, title: string, ...people: TestPerson[]): Promise<string> {
  const id = newId('notification');
  const facts = { id: newId('challenge'), title, slug: 'a-challenge', isPrivate: false, by: '2027-01-01T00:00:00Z', count: 0, number: 1, why: 'platform', note: null };
  const managers = await Promise.all(people.map(personOf));
  await app.db.query(`insert into member (id, organisation_id, person_id, roles, joined_at, version) select gen_random_uuid(), $1, id, '{manager}', now(), 1 from unnest($2::uuid[]) as p(id) on conflict do nothing`, [sponsor.organisation.id, managers]);
  await app.db.query('insert into notification (id, kind, subject_id, facts, path, created_at) values ($1, $2, $3, $4, $5, app_now())', [id, kind, (await aChallenge(app, sponsor)).id, JSON.stringify(facts), '/challenges/a-challenge']);
  await deliver(id, people);
  return id;
}

const deliver = async (notificationId: string, people: TestPerson[]) => {
  const ids = await Promise.all(people.map(personOf));
  await app.db.change(systemActor('test'), (tx) => app.app.get(Registry).handlers.get('notifications.deliver')!.run({ notificationId, people: ids }, tx) as Promise<void>);
};

const inboxOf = async (person: TestPerson, query: { filter?: 'open' | 'unread' | 'done'; after?: string; limit?: number } = {}) => ok(client(person).GET('/api/v1/me/inbox', { params: { query } }));
const titles = async (person: TestPerson, filter?: 'open' | 'unread' | 'done') => (await inboxOf(person, { filter })).items.map(({ title }) => title.split(': ')[1]);
const unread = async (person: TestPerson) => (await ok(client(person).GET('/api/v1/me/inbox/count'))).unread;

describe('the inbox', () => {
  it('lists what somebody was told, the newest first, in pages and by what is done with it', async () => {
    const [person, other] = [await aPerson(app), await aPerson(app)];
    const ids: string[] = [];
    for (const title of ['one', 'two', 'three']) {
      ids.push(await notify('challenge_completed', title, person));
      await app.clock.shift(1000);
    }
    expect(await titles(person)).toEqual(['three', 'two', 'one']);
    expect(await unread(person)).toBe(3);
    const page = await inboxOf(person, { limit: 2 });
    expect([page.items.length, (await inboxOf(person, { limit: 2, after: page.next })).items.map(({ title }) => title)]).toEqual([2, ['Complete: one']]);

    const [three, two] = page.items;
    const mark = (id: string, isRead: boolean, isDone: boolean, who = person) => client(who).PUT('/api/v1/me/inbox/{id}', { params: { path: { id } }, body: { isRead, isDone } });
    expect(await ok(mark(three!.id, false, true))).toMatchObject({ readAt: expect.any(String), doneAt: expect.any(String) });
    await ok(mark(two!.id, true, false));
    expect([await titles(person), await titles(person, 'unread'), await titles(person, 'done'), await unread(person)]).toEqual([['two', 'one'], ['one'], ['three'], 1]);
    await ok(mark(two!.id, false, false));
    await ok(mark(three!.id, true, false));
    expect([await titles(person), await unread(person)]).toEqual([['three', 'two', 'one'], 2]);

    expect(await refused(mark(two!.id, true, false, other))).toBe('404 request_not_found');
    expect(await titles(other)).toEqual([]);
  });

  it('reads all that was seen, not what came since', async () => {
    const person = await aPerson(app);
    await notify('challenge_completed', 'seen', person);
    const until = (await inboxOf(person)).items[0]!.createdAt;
    await app.clock.shift(1000);
    await notify('challenge_completed', 'new', person);
    await ok(client(person).PUT('/api/v1/me/inbox/read', { body: { until } }));
    expect(await titles(person, 'unread')).toEqual(['new']);
  });

  it('is nobody’s without a session', async () => {
    expect(await refused(client(app.http()).GET('/api/v1/me/inbox'))).toBe('401 request_unauthenticated');
  });
});

describe('which mails somebody gets', () => {
  const choose = (person: TestPerson, kind: 'challenge_completed' | 'closing_soon' | 'award_announced', choice: 'at_once' | 'digest' | 'off') =>
    client(person).PUT('/api/v1/me/notification-settings', { body: { settings: [{ kind, choice }] } });
  const choiceOf = async (person: TestPerson, kind: string) => (await ok(client(person).GET('/api/v1/me/notification-settings'))).settings.find((setting) => setting.kind === kind)!;

  it('can be chosen for each kind, but what has a date or is about money is always mailed', async () => {
    const person = await aPerson(app);
    expect(await choiceOf(person, 'challenge_completed')).toEqual({ kind: 'challenge_completed', part: 'sponsor', choice: 'digest', choices: ['at_once', 'digest', 'off'] });
    await ok(choose(person, 'challenge_completed', 'off'));
    expect((await choiceOf(person, 'challenge_completed')).choice).toBe('off');
    expect(await choiceOf(person, 'award_announced')).toEqual({ kind: 'award_announced', part: 'solver', choice: 'at_once', choices: ['at_once'] });
    expect(await refused(choose(person, 'award_announced', 'off'))).toBe('409 notifications_choice_not_offered');
    expect(await refused(choose(person, 'closing_soon', 'digest'))).toBe('409 notifications_choice_not_offered');
    expect(await refused(client(person).PUT('/api/v1/me/notification-settings', { body: { timeZone: 'Mars/Olympus' } }))).toBe('422 request_invalid');
  });

  it('the database itself keeps from turning off what is always mailed, in settings and in inboxes', async () => {
    const person = await personOf(await aPerson(app));
    const off = (sql: string, ...params: unknown[]) => app.db.query(sql, params).then(() => 'taken', (error: { constraint?: string }) => error.constraint);
    expect(await off(`insert into notification_setting values ($1, 'award_announced', 'off')`, person)).toBe('notification_setting_kind_choice_fkey');
    expect(await off(`insert into notification_setting values ($1, 'closing_soon', 'digest')`, person)).toBe('notification_setting_kind_choice_fkey');
    const id = newId('notification');
    await app.db.query(`insert into notification (id, kind, subject_id, facts, path, created_at) values ($1, 'award_announced', $1, '{}', '/awards', app_now())`, [id]);
    expect(await off(`insert into inbox_item (notification_id, person_id, kind, mail, created_at) values ($1, $2, 'award_announced', 'off', app_now())`, id, person)).toBe('inbox_item_kind_mail_fkey');
  });

  it('at once, in the digest, or not at all, and the inbox has it in any case', async () => {
    const [atOnce, digest, off] = [await aPerson(app), await aPerson(app), await aPerson(app)];
    await ok(choose(atOnce, 'challenge_completed', 'at_once'));
    await ok(choose(off, 'challenge_completed', 'off'));
    await notify('challenge_completed', 'told', atOnce, digest, off);
    await app.drain();
    const mailed = ({ email }: TestPerson) => app.mails(email).filter(({ subject }) => subject === 'Complete: told').length;
    expect([atOnce, digest, off].map(mailed)).toEqual([1, 0, 0]);
    expect([await titles(atOnce), await titles(digest), await titles(off)]).toEqual([['told'], ['told'], ['told']]);
  });

  it('end by the link in the mail, by one POST without a session; a forged one is refused', async () => {
    const person = await aPerson(app);
    await ok(choose(person, 'challenge_completed', 'at_once'));
    await notify('challenge_completed', 'linked', person);
    await app.drain();
    const mail = app.mails(person.email).at(-1)!;
    expect([mail.subject, mail.unsubscribe!.post]).toEqual(['Complete: linked', 'List-Unsubscribe=One-Click']);
    expect([mail.text, mail.html].map((body) => body.includes(mail.unsubscribe!.url))).toEqual([true, true]);
    const token = mail.unsubscribe!.url.split('/unsubscribe/')[1]!;
    const at = (one: string) => ({ params: { path: { token: one } } });
    const nobody = client(app.http());
    const [who, what, signed] = token.split('.') as [string, string, string];
    const other = (await personOf(await aPerson(app))).replaceAll('-', '');
    const forged = [`${other}.${what}.${signed}`, `${who}.closing_soon.${signed}`, `${who}.${what}.${signed.slice(0, -2)}${signed.endsWith('AA') ? 'BB' : 'AA'}`, `${who}.${what}`, 'x', unsubscribeToken({ personId: await personOf(person), what: 'award_announced' }, app.app.get<Config>(CONFIG).secretsKeys)];
    for (const one of forged) {
      expect(await refused(nobody.GET('/api/v1/unsubscriptions/{token}', at(one)))).toBe('404 request_not_found');
      expect(await refused(nobody.PUT('/api/v1/unsubscriptions/{token}', at(one)))).toBe('404 request_not_found');
    }
    expect(await ok(nobody.GET('/api/v1/unsubscriptions/{token}', at(token)))).toEqual({ what: 'challenge_completed', isOff: false });
    expect((await choiceOf(person, 'challenge_completed')).choice).toBe('at_once');
    for (let time = 0; time < 2; time++) expect(await ok(nobody.PUT('/api/v1/unsubscriptions/{token}', at(token)))).toEqual({ what: 'challenge_completed', isOff: true });
    expect((await choiceOf(person, 'challenge_completed')).choice).toBe('off');
  });

  it('mails that are always sent carry no link to turn them off', async () => {
    const person = await aPerson(app);
    await notify('cancelled_sponsor', 'mandatory', person);
    await app.drain();
    expect(app.mails(person.email).at(-1)).toMatchObject({ subject: 'Cancelled: mandatory', unsubscribe: undefined });
  });
});

describe('the digest', () => {
  const digests = ({ email }: TestPerson) => app.mails(email).filter(({ subject }) => /new for you$/.test(subject));
  const choose = (person: TestPerson, timeZone: string) => ok(client(person).PUT('/api/v1/me/notification-settings', { body: { timeZone } }));

  it('leaves at seven by each reader’s clock, once, with what is unread, and the next day only what is new', async () => {
    await app.clock.set(new Date('2026-12-10T10:00:00Z'));
    const [tokyo, berlin] = [await aPerson(app), await aPerson(app)];
    await choose(tokyo, 'Asia/Tokyo');
    await choose(berlin, 'Europe/Berlin');
    await notify('challenge_completed', 'first', tokyo, berlin);
    const read = await notify('challenge_completed', 'read', tokyo, berlin);
    await app.db.query('update inbox_item set read_at = app_now() where notification_id = $1', [read]);
    const at = async (time: string) => {
      await app.clock.set(new Date(time));
      await app.drain();
      return [digests(tokyo).length, digests(berlin).length];
    };
    expect(await at('2026-12-10T21:59:50Z')).toEqual([0, 0]);
    expect(await at('2026-12-10T22:00:10Z')).toEqual([1, 0]);
    expect(await at('2026-12-11T06:00:10Z')).toEqual([1, 1]);
    expect(await at('2026-12-12T12:00:00Z')).toEqual([1, 1]);
    const [mail] = digests(tokyo);
    expect(mail!.subject).toBe('One thing new for you');
    expect([mail!.text, mail!.html].map((body) => [body.includes('Complete: first'), body.includes('Complete: read'), body.includes('http://localhost:3000/challenges/a-challenge')])).toEqual([[true, false, true], [true, false, true]]);
    await notify('challenge_completed', 'second', tokyo);
    await at('2026-12-14T00:00:00Z');
    expect(digests(tokyo).map(({ text }) => [text.includes('first'), text.includes('second')])).toEqual([[true, false], [false, true]]);
  });

  it('that is open moves with the time zone, and leaves at seven there', async () => {
    await app.clock.set(new Date('2026-12-16T10:00:00Z'));
    const person = await aPerson(app);
    await choose(person, 'Europe/Berlin');
    await notify('challenge_completed', 'moved', person);
    await choose(person, 'Asia/Tokyo');
    for (const [time, count] of [['2026-12-16T21:59:50Z', 0], ['2026-12-16T22:00:10Z', 1], ['2026-12-17T06:00:10Z', 1]] as const) {
      await app.clock.set(new Date(time));
      await app.drain();
      expect([time, digests(person).length]).toEqual([time, count]);
    }
  });

  it('leaves once, whoever ticks and however often its job is given out; its own link turns it off', async () => {
    const person = await aPerson(app);
    await notify('challenge_completed', 'only', person);
    await app.clock.shift(2 * day);
    await Promise.all([app.app.get(Tick).run(), app.app.get(Tick).run(), app.app.get(Tick).run()]);
    const jobs = await app.db.query<{ id: string; handler: string; payload: { digestId: string } }>(`select id, handler, payload from outbox where name = 'notifications.mail_digest' and payload ->> 'digestId' in (select id::text from digest where person_id = $1)`, [await personOf(person)]);
    expect(jobs).toHaveLength(1);
    const { payload } = jobs[0]!;
    await app.drain();
    await app.db.query(`insert into outbox (kind, name, queue, handler, payload) values ('job', 'notifications.mail_digest', 'mail', 'notifications.mail_digest', $1)`, [JSON.stringify(payload)]);
    await app.drain();
    expect(digests(person)).toHaveLength(1);
    const token = digests(person)[0]!.unsubscribe!.url.split('/unsubscribe/')[1]!;
    expect(await ok(client(app.http()).PUT('/api/v1/unsubscriptions/{token}', { params: { path: { token } } }))).toEqual({ what: 'digest', isOff: true });
    await notify('challenge_completed', 'later', person);
    await app.clock.shift(2 * day);
    await app.drain();
    expect([digests(person).length, await titles(person)]).toEqual([1, ['later', 'only']]);
  });

  it('that a crash left half sent is sent by the next, under the same id; while somebody sends it nobody else does', async () => {
    const person = await aPerson(app);
    await notify('challenge_completed', 'crash', person);
    await app.clock.shift(2 * day);
    await app.app.get(Tick).run();
    const [{ id }] = await app.db.query<{ id: string }>('select id from digest where person_id = $1', [await personOf(person)]) as [{ id: string }];
    const send = () => app.app.get(Registry).handlers.get('notifications.mail_digest')!.run({ digestId: id });
    const [first, second] = await Promise.allSettled([send(), send()]);
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(digests(person)).toHaveLength(1);
    // it died after the mail server took it and before that was kept
    await app.db.query(`update digest set sent_at = null, leased_until = now() - interval '1 second' where id = $1`, [id]);
    await send();
    expect(new Set(digests(person).map(({ messageId }) => messageId)).size).toBe(1);
    await send();
    expect(digests(person)).toHaveLength(2);
  });
});

it('a mail that was turned off before it left is not sent', async () => {
  const person = await aPerson(app);
  await ok(client(person).PUT('/api/v1/me/notification-settings', { body: { settings: [{ kind: 'challenge_completed', choice: 'at_once' }] } }));
  await notify('challenge_completed', 'late', person);
  await ok(client(person).PUT('/api/v1/me/notification-settings', { body: { settings: [{ kind: 'challenge_completed', choice: 'off' }] } }));
  await app.drain();
  expect(app.mails(person.email).map(({ subject }) => subject)).not.toContain('Complete: late');
});

it('who was removed meanwhile gets no mail and no digest of it; who stayed does', async () => {
  const [atOnce, digested, staying] = [await aPerson(app), await aPerson(app), await aPerson(app)];
  await ok(client(atOnce).PUT('/api/v1/me/notification-settings', { body: { settings: [{ kind: 'challenge_completed', choice: 'at_once' }] } }));
  await notify('challenge_completed', 'removed', atOnce, digested, staying);
  const removed = await Promise.all([atOnce, digested].map(personOf));
  await app.db.query('delete from member where person_id = any($1)', [removed]);
  await app.drain();
  await app.clock.shift(2 * day);
  await app.drain();
  expect([atOnce, digested, staying].map(({ email }) => app.mails(email).filter(({ text }) => text.includes('removed')).length)).toEqual([0, 0, 1]);
});

it('each side knows one of its people without reading all of them', async () => {
  const sources = app.app.get(Sources);
  const matter = { subjectId: (await aChallenge(app, sponsor)).id, occasion: sponsor.organisation.id };
  const [owner, stranger] = [await personOf(sponsor.owner), await personOf(await aPerson(app))];
  const knows = async (side: keyof typeof sides) => Promise.all([owner, stranger].map((person) => sides[side].includes(sources, matter, person)));
  for (const side of Object.keys(sides) as (keyof typeof sides)[]) expect([side, await knows(side)]).toEqual([side, [['sponsorOfChallenge', 'matched'].includes(side), false]]);
});

it('many people are given it in jobs of a hundred', async () => {
  await app.db.query(`insert into person (id, email, name, country, locale, state, email_verified_at, created_at, version) select gen_random_uuid(), 'many' || n || '@example.org', 'Many', 'NL', 'en', 'active', now(), now(), 1 from generate_series(1, 250) n`);
  const large = await aSponsor(app);
  await app.db.query(`insert into member (id, organisation_id, person_id, roles, joined_at, version) select gen_random_uuid(), $1, id, '{manager}', now(), 1 from person where name = 'Many'`, [large.organisation.id]);
  const { id: challengeId } = await aChallenge(app, large);
  await app.db.change(systemActor('test'), (tx) => app.app.get(Registry).handlers.get('Telling.challenge_completed')!.run({ challengeId }, tx) as Promise<void>);
  const jobs = await app.db.query<{ id: string; handler: string; people: number }>(`select id, handler, jsonb_array_length(payload -> 'people') as people from outbox where name = 'notifications.deliver' order by id`);
  expect(jobs.map(({ people }) => people)).toEqual([100, 100, 51]);
  for (const { id, handler } of jobs) await app.app.get(Runner).run(id, handler);
  expect(await app.db.query('select count(*)::int as count from inbox_item i join notification n on n.id = i.notification_id where n.subject_id = $1', [challengeId])).toEqual([{ count: 251 }]);
});
