import { after, day, newId, showId } from '@app/kernel';
import { aMember, aPerson, aToken } from '../../../libs/identity/testing';
import { aChallenge, aPhase, asSeen, aSponsor, completeDraft, type TestSponsor } from '../../../libs/challenges/testing';
import { startTestApp, type TestApp } from '../../support/app';

let app: TestApp;
let sponsor: TestSponsor;
let now: Date;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app, 'Bakery Blue');
  now = await app.clock.now();
});
afterAll(() => app?.close());

const edit = (publicId: string, version: number, body: object, agent = sponsor.owner.agent) => agent.patch(`/api/v1/challenges/${publicId}`).set('if-match', `"${version}"`).send(body);

describe('a new draft', () => {
  it('has the defaults of the platform and one phase', async () => {
    const path = `/api/v1/organisations/${sponsor.organisation.publicId}/challenges`;
    const { body, headers } = await sponsor.owner.agent.post(path).send({ title: 'Less waste!' }).expect(201);
    expect(headers.etag).toBe('"1"');
    expect(body).toEqual({
      id: expect.stringMatching(/^chl_[0-9a-f]{32}$/), slug: expect.stringMatching(/^less-waste-[0-9a-f]{8}$/), version: 1, title: 'Less waste!', summary: null,
      sponsor: { id: sponsor.organisation.publicId, name: 'Bakery Blue', slug: expect.any(String), kind: 'smb', country: 'NL' },
      state: 'draft', phaseState: 'planned', result: null, kind: 'prize', entry: 'open', capacity: null, visibility: 'public',
      brief: { need: null, context: null, limits: null, success: null, tried: null, deliverables: null, wantedTrl: null, metric: null },
      topics: [], countries: null, bounty: 'money', currency: null, bountyTotal: null, funded: null, feeBasisPoints: 1000, ip: null,
      decisionRule: 'by_ranking', noAwardRule: null, passMark: 50, judgingDays: 14, judgeRoles: ['independent'],
      eligibility: [1, 2, 3].map((number) => ({ number, text: expect.any(String) })), timezone: null,
      phases: [{
        id: expect.stringMatching(/^pha_/), position: 1, kind: 'proposal', state: 'planned', opensAt: null, closesAt: null, judgingEndsAt: null, resultsAt: null, criteria: [], prizes: [],
        form: { questions: [], isFromCriteria: true, fileTypes: ['application/pdf', 'image/png', 'image/jpeg', 'text/plain', 'text/csv'], maxFiles: 5, allowNotAnonymised: false },
      }],
      opensAt: null, closesAt: null, createdAt: expect.any(String), reviewRequestedAt: null, listedAt: null, openedAt: null, decidedAt: null, completedAt: null,
      cancelledAt: null, cancelReason: null, paused: null, ruleCard: null, rules: expect.any(Array), can: ['edit', 'requestReview', 'cancel'],
    });
  });

  it('is for members of the organisation only', async () => {
    const path = `/api/v1/organisations/${sponsor.organisation.publicId}/challenges`;
    const stranger = await aPerson(app);
    const treasurer = await aMember(app, sponsor.owner, sponsor.organisation, ['treasurer']);
    expect((await app.http().post(path).send({ title: 'x' })).status).toBe(401);
    expect((await stranger.agent.post(path).send({ title: 'x' })).status).toBe(404);
    expect((await treasurer.agent.post(path).send({ title: 'x' })).status).toBe(403);
    expect((await sponsor.owner.agent.post(`/api/v1/organisations/${showId('organisation', newId('organisation'))}/challenges`).send({ title: 'x' })).status).toBe(404);
  });

  it.each([[{}], [{ title: null }], [{ title: '' }], [{ title: '  ' }], [{ title: 7 }], [{ title: 'x'.repeat(201) }], [{ title: ['x'] }]])('refuses %j', async (body) => {
    const answer = await sponsor.owner.agent.post(`/api/v1/organisations/${sponsor.organisation.publicId}/challenges`).send(body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, '/title']);
  });

  it('takes a token with the scope, and no other', async () => {
    const path = `/api/v1/organisations/${sponsor.organisation.publicId}/challenges`;
    const writer = await aToken(app, sponsor.owner, sponsor.organisation, 'challenge:write', 'challenge:read');
    const reader = await aToken(app, sponsor.owner, sponsor.organisation, 'organisation:read');
    const { body } = await writer.agent.post(path).send({ title: 'From the ERP' }).expect(201);
    expect((await reader.agent.post(path).send({ title: 'x' })).status).toBe(403);
    expect((await reader.agent.get(`/api/v1/challenges/${body.id}`)).status).toBe(404);
    expect((await writer.agent.get(`/api/v1/challenges/${body.id}`)).status).toBe(200);
  });
});

describe('editing', () => {
  it('keeps text as written and shows it safe, adds up the prizes, and derives the end of judging', async () => {
    const { body } = await aChallenge(app, sponsor, { edits: { brief: { need: 'Each day **120** <b onclick="x()">loaves</b> break.' } } });
    expect(body.brief.need).toEqual({ text: 'Each day **120** <b onclick="x()">loaves</b> break.', html: '<p>Each day <strong>120</strong> &lt;b onclick="x()"&gt;loaves&lt;/b&gt; break.</p>\n' });
    expect(body.bountyTotal).toEqual({ amount: 500_000, currency: 'EUR' });
    expect(body.phases[0].judgingEndsAt).toBe(after(new Date(body.phases[0].closesAt), 14 * day).toISOString());
    expect(body.closesAt).toBe(body.phases[0].closesAt);
    expect(body.phases[0].form).toMatchObject({ isFromCriteria: true, questions: [{ key: 'criterion-1' }, { key: 'criterion-2' }] });
    expect(body.ip).toEqual({ terms: 'assignment', sentences: expect.arrayContaining([{ code: 'belongs_to_sponsor', text: 'Once the prize is paid, the awarded work belongs to the sponsor.' }]) });
  });

  it('keeps what was left out and clears what is null', async () => {
    const { publicId, version, body } = await aChallenge(app, sponsor);
    const { body: edited } = await edit(publicId, version, { summary: null, brief: { tried: null, context: 'Since 1990.' } }).expect(200);
    expect(edited).toEqual({ ...body, version: version + 1, summary: null, brief: { ...body.brief, tried: null, context: { text: 'Since 1990.', html: '<p>Since 1990.</p>\n' } } });
  });

  it('may name what is not available yet, and is not reviewed with it', async () => {
    const phase = aPhase(now, { prizes: [{ kind: 'placement', place: 1, title: 'First', amount: { amount: 10, currency: 'EUR' } }, { kind: 'stipend', title: 'Trip', amount: { amount: 10, currency: 'EUR' } }] });
    const { publicId } = await aChallenge(app, sponsor, { edits: { kind: 'partner_search', entry: 'invited', visibility: 'internal', phases: [phase] } });
    const { body } = await sponsor.owner.agent.put(`/api/v1/challenges/${publicId}/review-request`).expect(409);
    expect([body.code, ...body.missing.map(({ code }: { code: string }) => code)]).toEqual([
      'challenge_not_ready', 'below_smallest_payment', 'prize_kind_unavailable', 'kind_unavailable', 'entry_unavailable', 'visibility_unavailable',
    ]);
    expect((await asSeen(sponsor.owner.agent, publicId)).body.state).toBe('draft');
  });

  it('keeps the ids of parts that are named, and counts every edit', async () => {
    const { publicId, version, body } = await aChallenge(app, sponsor);
    const [works, cost] = body.phases[0].criteria;
    const phase = { ...aPhase(now), id: body.phases[0].id, criteria: [{ id: cost.id, title: 'Cost', weight: 30 }, { title: 'New', weight: 30 }, { id: works.id, title: 'Works', weight: 40 }] };
    const { body: edited } = await edit(publicId, version, { phases: [phase] }).expect(200);
    expect(edited.version).toBe(version + 1);
    expect(edited.phases[0].id).toBe(body.phases[0].id);
    expect(edited.phases[0].criteria.map(({ id, title, weight }: { id: string; title: string; weight: number }) => [title, weight, id])).toEqual([
      ['Cost', 30, cost.id], ['New', 30, expect.not.stringContaining(works.id)], ['Works', 40, works.id],
    ]);
    const { body: fewer } = await edit(publicId, edited.version, { phases: [aPhase(now)] }).expect(200);
    expect(fewer.phases).toHaveLength(1);
    expect(fewer.phases[0].id).not.toBe(body.phases[0].id);
  });

  it('needs the version that was read', async () => {
    const { publicId, version } = await aChallenge(app, sponsor);
    const { agent } = sponsor.owner;
    expect((await agent.patch(`/api/v1/challenges/${publicId}`).send({ title: 'x' })).status).toBe(428);
    expect((await edit(publicId, version - 1, { title: 'x' })).status).toBe(412);
    expect((await agent.patch(`/api/v1/challenges/${publicId}`).set('if-match', 'x').send({ title: 'x' })).status).toBe(412);
    expect((await asSeen(agent, publicId)).body).toMatchObject({ title: 'Less waste on the line', version });
  });

  it('is for those who write drafts there', async () => {
    const { publicId, version } = await aChallenge(app, sponsor);
    const contributor = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']);
    const signatory = await aMember(app, sponsor.owner, sponsor.organisation, ['signatory']);
    const other = await aSponsor(app);
    expect((await edit(publicId, version, { title: 'x' }, app.http())).status).toBe(401);
    expect((await edit(publicId, version, { title: 'x' }, other.owner.agent)).status).toBe(404);
    expect((await edit(publicId, version, { title: 'x' }, signatory.agent)).status).toBe(403);
    expect((await edit(publicId, version, { title: 'By a contributor' }, contributor.agent)).body.title).toBe('By a contributor');
    expect((await contributor.agent.put(`/api/v1/challenges/${publicId}/review-request`)).status).toBe(403);
  });

  const phase = () => aPhase(now);
  it.each<[string, () => object, string]>([
    ['title null', () => ({ title: null }), '/title'],
    ['an unknown field', () => ({ funded: 5 }), '/funded'],
    ['a state', () => ({ state: 'open' }), '/state'],
    ['a long summary', () => ({ summary: 'x'.repeat(1001) }), '/summary'],
    ['a long need', () => ({ brief: { need: 'x'.repeat(20_001) } }), '/brief/need'],
    ['a brief that is text', () => ({ brief: 'x' }), '/brief'],
    ['a TRL of 10', () => ({ brief: { wantedTrl: 10 } }), '/brief/wantedTrl'],
    ['a metric without a name', () => ({ brief: { metric: { target: 1 } } }), '/brief/metric/name'],
    ['an endless number', () => ({ brief: { metric: { name: 'x', target: 1e300 } } }), '/brief/metric/target'],
    ['a date that is none', () => ({ brief: { metric: { name: 'x', dueAt: 'soon' } } }), '/brief/metric/dueAt'],
    ['an unknown kind', () => ({ kind: 'race' }), '/kind'],
    ['a capacity of 0', () => ({ capacity: 0 }), '/capacity'],
    ['eleven topics', () => ({ topics: Array.from({ length: 11 }, (_, n) => `t${n}`) }), '/topics'],
    ['a topic in capitals', () => ({ topics: ['Food'] }), '/topics'],
    ['no countries', () => ({ countries: [] }), '/countries'],
    ['a country by name', () => ({ countries: ['Germany'] }), '/countries'],
    ['an unknown currency', () => ({ currency: 'XAU' }), '/currency'],
    ['IP terms of another list', () => ({ ipTerms: 'mine' }), '/ipTerms'],
    ['a pass mark of 101', () => ({ passMark: 101 }), '/passMark'],
    ['a pass mark as text', () => ({ passMark: '50' }), '/passMark'],
    ['no judges', () => ({ judgeRoles: [] }), '/judgeRoles'],
    ['31 clauses', () => ({ eligibility: Array.from({ length: 31 }, () => 'x') }), '/eligibility'],
    ['an empty clause', () => ({ eligibility: [' '] }), '/eligibility'],
    ['an offset as zone', () => ({ timezone: '+02:00' }), '/timezone'],
    ['no phases', () => ({ phases: [] }), '/phases'],
    ['seven phases', () => ({ phases: Array.from({ length: 7 }, phase) }), '/phases'],
    ['a phase that is null', () => ({ phases: [null] }), '/phases'],
    ['a list as phase', () => ({ phases: [[phase()]] }), '/phases'],
    ['a time that is none', () => ({ phases: [{ ...phase(), closesAt: 'tomorrow' }] }), '/phases/0/closesAt'],
    ['a time of no day', () => ({ phases: [{ ...phase(), closesAt: '2026-13-01T00:00:00Z' }] }), '/phases/0/closesAt'],
    ['the id of a challenge as phase', () => ({ phases: [{ ...phase(), id: showId('challenge', newId('challenge')) }] }), '/phases/0/id'],
    ['the id of nobody’s phase', () => ({ phases: [{ ...phase(), id: showId('phase', newId('phase')) }] }), '/phases/0/id'],
    ['a weight of 101', () => ({ phases: [{ ...phase(), criteria: [{ title: 'x', weight: 101 }] }] }), '/phases/0/criteria/0/weight'],
    ['half a weight', () => ({ phases: [{ ...phase(), criteria: [{ title: 'x', weight: 0.5 }] }] }), '/phases/0/criteria/0/weight'],
    ['thirteen criteria', () => ({ phases: [{ ...phase(), criteria: Array.from({ length: 13 }, () => ({ title: 'x', weight: 1 })) }] }), '/phases/0/criteria'],
    ['a prize in another currency', () => ({ phases: [{ ...phase(), prizes: [{ kind: 'placement', place: 1, title: 'x', amount: { amount: 1, currency: 'USD' } }] }] }), '/phases/0/prizes/0/amount/currency'],
    ['a negative prize', () => ({ phases: [{ ...phase(), prizes: [{ kind: 'placement', place: 1, title: 'x', amount: { amount: -1, currency: 'EUR' } }] }] }), '/phases/0/prizes/0/amount/amount'],
    ['a prize beyond the limit', () => ({ phases: [{ ...phase(), prizes: [{ kind: 'placement', place: 1, title: 'x', amount: { amount: 10_000_000_001, currency: 'EUR' } }] }] }), '/phases/0/prizes/0/amount/amount'],
    ['a placement without a place', () => ({ phases: [{ ...phase(), prizes: [{ kind: 'placement', title: 'x' }] }] }), '/phases/0/prizes/0/place'],
    ['a stipend with a place', () => ({ phases: [{ ...phase(), prizes: [{ kind: 'stipend', place: 1, title: 'x' }] }] }), '/phases/0/prizes/0/place'],
    ['a file type judges cannot see blind', () => ({ phases: [{ ...phase(), form: { questions: [], fileTypes: ['application/zip'], maxFiles: 1, allowNotAnonymised: false } }] }), '/phases/0/form/fileTypes/0'],
    ['two questions of one key', () => ({ phases: [{ ...phase(), form: { questions: [1, 2].map(() => ({ key: 'a', label: 'A', maxLength: 9, isRequired: true })), fileTypes: [], maxFiles: 0, allowNotAnonymised: false } }] }), '/phases/0/form/questions'],
    ['another currency under the same prizes', () => ({ currency: 'USD' }), '/currency'],
    ['no currency under prizes', () => ({ currency: null }), '/currency'],
    ['a currency where there is no bounty', () => ({ bounty: 'none', currency: 'EUR' }), '/currency'],
  ])('refuses %s, and writes nothing', async (_, body, pointer) => {
    const { publicId, version, body: before } = await shared();
    const answer = await edit(publicId, version, body());
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, pointer]);
    expect((await asSeen(sponsor.owner.agent, publicId)).body).toEqual(before);
  });

  it('refuses the parts of another challenge', async () => {
    const [one, two] = [await shared(), await aChallenge(app, sponsor)];
    const [criterion] = two.body.phases[0].criteria;
    for (const phases of [[{ ...phase(), id: two.body.phases[0].id }], [{ ...phase(), id: one.body.phases[0].id, criteria: [{ id: criterion.id, title: 'x', weight: 100 }] }]]) {
      expect((await edit(one.publicId, one.version, { phases })).status).toBe(422);
    }
    expect((await asSeen(sponsor.owner.agent, two.publicId)).body).toEqual(two.body);
  });

  it('refuses what does not fit in 100 kB', async () => {
    const { publicId, version } = await shared();
    expect((await edit(publicId, version, { brief: { need: 'x'.repeat(101 * 1024) } })).status).toBe(413);
  });

  it('refuses an id of another kind, of nobody and no id at all', async () => {
    for (const id of [sponsor.organisation.publicId, showId('challenge', newId('challenge')), 'x', '%00']) expect([400, 404]).toContain((await edit(id, 1, { title: 'x' })).status);
  });

  let one: Awaited<ReturnType<typeof aChallenge>> | undefined;
  async function shared() {
    return (one ??= await aChallenge(app, sponsor));
  }
});

describe('readiness and cost', () => {
  it('names what is missing, section by section, and counts the worst case', async () => {
    const { publicId, version } = await aChallenge(app, sponsor);
    const path = `/api/v1/challenges/${publicId}`;
    const { body: ready } = await sponsor.owner.agent.get(`${path}/readiness`).expect(200);
    expect(ready).toMatchObject({ isReady: true, missing: [], worstCase: { isWithin: true, steps: [{ name: 'judging', days: 14 }, { name: 'silent_or_response', days: 30 }, { name: 'appeal', days: 3 }, { name: 'objection', days: 14 }] } });

    await edit(publicId, version, { ipTerms: null, phases: [{ ...aPhase(now), criteria: [{ title: 'x', weight: 99 }] }] }).expect(200);
    const { body } = await sponsor.owner.agent.get(`${path}/readiness`).expect(200);
    expect(body.isReady).toBe(false);
    expect(body.missing.map(({ code, pointer }: { code: string; pointer: string }) => [code, pointer])).toEqual([['weights_not_100', '/phases/0/criteria'], ['ip_missing', '/ipTerms']]);
    expect(body.sections.filter(({ isDone }: { isDone: boolean }) => !isDone).map(({ name }: { name: string }) => name)).toEqual(['criteria', 'rules']);
  });

  it('shows the fee before anything is paid', async () => {
    const phases = [{ ...aPhase(now), prizes: [1, 2].map((place) => ({ kind: 'placement' as const, place, title: `${place}`, amount: { amount: 33_335 + place, currency: 'EUR' as const } })) }];
    const { publicId } = await aChallenge(app, sponsor, { edits: { phases } });
    const { body } = await sponsor.owner.agent.get(`/api/v1/challenges/${publicId}/cost`).expect(200);
    const eur = (amount: number) => ({ amount, currency: 'EUR' });
    expect(body).toEqual({ bounty: eur(66_673), fee: eur(6_667), total: eur(73_340), feeBasisPoints: 1000, neededToOpen: eur(66_673), isPaidToOpen: false, isPaid: false });
  });

  it('is nobody else’s business', async () => {
    const { publicId } = await aChallenge(app, sponsor);
    const other = await aSponsor(app);
    for (const part of ['', '/readiness', '/cost', '/reviews', '/source', '/rule-card', '/rule-cards']) expect((await other.owner.agent.get(`/api/v1/challenges/${publicId}${part}`)).status).toBe(404);
  });
});

describe('cancelling', () => {
  it('ends a draft for a typed reason', async () => {
    const { publicId } = await aChallenge(app, sponsor);
    const path = `/api/v1/challenges/${publicId}/cancellation`;
    for (const body of [{}, { reason: 'platform' }, { reason: 'bored' }, { reason: 'duplicate', note: '' }]) expect((await sponsor.owner.agent.put(path).send(body)).status).toBe(422);
    const { body } = await sponsor.owner.agent.put(path).send({ reason: 'duplicate' }).expect(200);
    expect(body).toMatchObject({ state: 'cancelled', cancelReason: 'duplicate', cancelledAt: expect.any(String), can: [] });
    expect((await sponsor.owner.agent.put(path).send({ reason: 'duplicate' })).status).toBe(409);
    await app.drain();
    // nothing was paid in, so nothing goes back
    expect(app.mails(sponsor.owner.email).at(-1)).toEqual(expect.objectContaining({ subject: expect.stringMatching(/^Cancelled/), text: expect.not.stringMatching(/paid in|refund|opened/) }));
    expect((await edit(publicId, body.version, { title: 'x' })).status).toBe(409);
  });
});

it('an idempotency key makes one draft of two requests', async () => {
  const path = `/api/v1/organisations/${sponsor.organisation.publicId}/challenges`;
  const post = (title: string) => sponsor.owner.agent.post(path).set('idempotency-key', 'once').send({ title });
  const [first, second] = [await post('Once'), await post('Once')];
  expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
  expect((await post('Twice')).status).toBe(422);
});

it('a complete draft is what the builder says', async () => {
  const { body } = await aChallenge(app, sponsor, { edits: completeDraft(now) });
  expect(body.topics).toEqual(['food', 'robotics']);
});
