import { scopeNames } from '@app/identity';
import { aMember, anOrganisation, aPerson, aToken, type TestPerson } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
let owner: TestPerson;
let organisation: Awaited<ReturnType<typeof anOrganisation>>;
beforeAll(async () => {
  app = await startTestApp();
  owner = await aPerson(app);
  organisation = await anOrganisation(app, owner);
});
afterAll(() => app?.close());

const accounts = () => `/api/v1/organisations/${organisation.publicId}/service-accounts`;
const read = (agent: TestPerson['agent']) => agent.get(`/api/v1/organisations/${organisation.publicId}`);

describe('service accounts', () => {
  it('have tokens whose secret is shown once', async () => {
    const account = await owner.agent.post(accounts()).send({ name: 'ERP' }).expect(201);
    expect(account.body).toEqual({ id: expect.stringMatching(/^svc_/), name: 'ERP', createdAt: expect.any(String), tokens: [] });
    const token = await owner.agent.post(`/api/v1/service-accounts/${account.body.id}/tokens`).send({ scopes: ['challenge:read'], days: 30 }).expect(201);
    const shown = { id: expect.stringMatching(/^tok_/), scopes: ['challenge:read'], createdAt: expect.any(String), expiresAt: expect.any(String), hasRunOut: false, lastUsedAt: null };
    expect(token.body).toEqual({ ...shown, secret: expect.stringMatching(/^ght_[\w-]{43}$/) });
    expect(Math.round((Date.parse(token.body.expiresAt) - Date.now()) / 86_400_000)).toBe(30);
    expect((await owner.agent.get(accounts()).expect(200)).body).toEqual({ items: [{ ...account.body, tokens: [shown] }] });
    const [stored] = await app.db.query<{ row: string }>('select t::text as row from service_token t where id = $1::uuid', [(token.body.id as string).slice(4)]);
    expect(stored!.row).not.toContain(token.body.secret);
  });

  it('a repeated POST under one Idempotency-Key does not show it again', async () => {
    const { accountId } = await aToken(app, owner, organisation, 'challenge:read');
    const make = () => owner.agent.post(`/api/v1/service-accounts/${accountId}/tokens`).set('idempotency-key', 'token-once').send({ scopes: ['challenge:read'] });
    expect((await make()).status).toBe(201);
    expect(refusal(await make())).toEqual([409, 'request_secret_shown_once']);
  });

  it('act as a manager within their scopes', async () => {
    const { agent, tokenId } = await aToken(app, owner, organisation, 'organisation:read');
    expect((await read(agent)).body.id).toBe(organisation.publicId);
    const [used] = await app.db.query<{ used: boolean }>('select last_used_at is not null as used from service_token where id = $1::uuid', [tokenId.slice(4)]);
    expect(used).toEqual({ used: true });
  });

  it('are kept by owners and managers, and not there for others', async () => {
    const contributor = await aMember(app, owner, organisation, ['contributor']);
    const stranger = await aPerson(app);
    const { accountId, tokenId } = await aToken(app, owner, organisation, 'challenge:read');
    const others = await anOrganisation(app, stranger);
    const answers = await Promise.all([
      contributor.agent.get(accounts()), stranger.agent.get(accounts()), contributor.agent.post(accounts()).send({ name: 'X' }),
      stranger.agent.post(`/api/v1/service-accounts/${accountId}/tokens`).send({ scopes: ['challenge:read'] }),
      stranger.agent.delete(`/api/v1/service-accounts/${accountId}/tokens/${tokenId}`),
      stranger.agent.delete(`/api/v1/organisations/${others.publicId}/service-accounts/${accountId}`),
    ]);
    expect(answers.map(refusal)).toEqual(Array(6).fill([404, 'request_not_found']));
  });
});

describe('threat 11: tokens', () => {
  it('never manage tokens, people or the organisation, whatever their scopes', async () => {
    const { agent, accountId, tokenId } = await aToken(app, owner, organisation, ...scopeNames);
    const answers = await Promise.all([
      agent.get('/api/v1/me'), agent.get(accounts()), agent.post(accounts()).send({ name: 'Twin' }), agent.post(`/api/v1/service-accounts/${accountId}/tokens`).send({ scopes: ['challenge:read'] }),
      agent.delete(`/api/v1/service-accounts/${accountId}/tokens/${tokenId}`), agent.post(`/api/v1/organisations/${organisation.publicId}/invitations`).send({ email: 'x@example.org', roles: ['manager'] }),
      agent.patch(`/api/v1/organisations/${organisation.publicId}`).set('if-match', '"1"').send({ name: 'Mine' }), agent.post('/api/v1/organisations').send({ kind: 'smb', name: 'N', country: 'NL' }),
      agent.get('/api/v1/admin/people'),
    ]);
    expect(answers.map(refusal)).toEqual(Array(9).fill([403, 'request_forbidden']));
  });

  it('hold known scopes only', async () => {
    const account = await owner.agent.post(accounts()).send({ name: 'M' }).expect(201);
    const make = (scopes: unknown) => owner.agent.post(`/api/v1/service-accounts/${account.body.id}/tokens`).send({ scopes });
    const answers = [await make(['challenge:read', 'everything']), await make(['toString']), await make([]), await make('challenge:read'), await make(['challenge:read', 'challenge:read'])];
    expect(answers.map(refusal)).toEqual(Array(5).fill([422, 'request_invalid']));
  });

  it('end when their maker no longer holds their scopes', async () => {
    const manager = await aMember(app, owner, organisation, ['manager']);
    const token = await aToken(app, manager, organisation, 'organisation:read');
    const member = (await manager.agent.get('/api/v1/me')).body.memberships[0].memberId as string;
    await owner.agent.patch(`/api/v1/organisations/${organisation.publicId}/members/${member}`).set('if-match', '"1"').send({ roles: ['contributor'] }).expect(200);
    expect(refusal(await read(token.agent))).toEqual([401, 'request_unauthenticated']);
  });

  it('are no use where a route asks for another scope', async () => {
    const [reads, writes] = [await aToken(app, owner, organisation, 'challenge:read'), await aToken(app, owner, organisation, 'challenge:write')];
    const draft = (agent: TestPerson['agent'], id = organisation.publicId) => agent.post(`/api/v1/organisations/${id}/challenges`).send({ title: 'Less waste on the line' });
    expect(refusal(await draft(reads.agent))).toEqual([403, 'request_forbidden']);
    expect((await draft(writes.agent)).status).toBe(201);
    const others = await anOrganisation(app, await aPerson(app));
    expect(refusal(await draft(writes.agent, others.publicId))).toEqual([404, 'request_not_found']);
  });
});

describe('threat 12: a token stops at once', () => {
  const stops = async (by: (token: Awaited<ReturnType<typeof aToken>>) => Promise<unknown>) => {
    const token = await aToken(app, owner, organisation, 'organisation:read');
    expect((await read(token.agent)).status).toBe(200);
    await by(token);
    return refusal(await read(token.agent));
  };
  const unauthenticated = [401, 'request_unauthenticated'];

  it('when it is taken back', async () => {
    expect(await stops(({ accountId, tokenId }) => owner.agent.delete(`/api/v1/service-accounts/${accountId}/tokens/${tokenId}`).expect(204))).toEqual(unauthenticated);
  });

  it('when its account is removed', async () => {
    expect(await stops(({ accountId }) => owner.agent.delete(`${accounts()}/${accountId}`).expect(204))).toEqual(unauthenticated);
  });

  it('when it has run out', async () => {
    const runOut = ({ tokenId }: { tokenId: string }) => app.db.pool.query('update service_token set expires_at = now() where id = $1::uuid', [tokenId.slice(4)]);
    expect(await stops(runOut)).toEqual(unauthenticated);
    const { tokenId } = await aToken(app, owner, organisation, 'challenge:read');
    await runOut({ tokenId });
    const { items } = (await owner.agent.get(`${accounts()}?limit=100`).expect(200)).body as { items: { tokens: { id: string; hasRunOut: boolean }[] }[] };
    expect(items.flatMap(({ tokens }) => tokens).find(({ id }) => id === tokenId)!.hasRunOut).toBe(true);
  });

  it('when its organisation closes', async () => {
    const other = await anOrganisation(app, owner);
    const token = await aToken(app, owner, other, 'organisation:read');
    await app.db.pool.query(`update organisation set state = 'closed' where id = $1`, [other.id]);
    expect(refusal(await read(token.agent))).toEqual(unauthenticated);
    expect((await owner.agent.get('/api/v1/me')).body.memberships.map((one: { organisation: { id: string } }) => one.organisation.id)).toEqual([organisation.publicId]);
  });

  it.each(['Bearer', 'Bearer ', 'Bearer ght_', `Bearer ght_${'x'.repeat(43)}`, `bearer ght_${'x'.repeat(43)}`, 'Bearer null'])('"%s" is refused even on public pages', async (authorization) => {
    const agent = app.http();
    agent.headers.authorization = authorization;
    expect(refusal(await read(agent))).toEqual(unauthenticated);
  });
});
