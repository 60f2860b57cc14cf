import { platformChecks } from '@app/platform';
import { runChecks } from '../../../apps/cli/check';
import { aPerson, aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok, refused } from '../../support/client';

let app: TestApp;
let operator: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  operator = await aStaffMember(app, 'operator');
});
beforeEach(() => app.db.query('delete from outbox'));
afterAll(() => app?.close());

/** A job of this platform that failed twenty times; harmless once it runs. */
async function givenUp(error = 'no route to host', failedAt = '2026-01-01T12:00:00Z'): Promise<string> {
  const [row] = await app.db.query<{ id: string }>(
    `insert into outbox (kind, name, queue, handler, payload, attempts, last_error, failed_at, created_at) values ('job', 'payments.lookAtCharge', 'money', 'payments.lookAtCharge', $1, 20, $2, $3, '2025-12-31T12:00:00Z') returning id`,
    [{ chargeId: '00000000-0000-4000-8000-000000000000' }, error, failedAt],
  );
  return row!.id;
}
const list = (limit?: number, after?: string) => ok(client(operator).GET('/api/v1/admin/outbox', { params: { query: { limit, after } } }));
const retry = (id: string, reason = 'the network is back', who: TestPerson = operator) => client(who).PUT('/api/v1/admin/outbox/{id}/retry', { params: { path: { id } }, body: { reason } });
const metrics = async (headers: Record<string, string> = {}) => fetch(`${app.url}/metrics`, { headers });

describe('threat 32: what was given up', () => {
  it('is listed with its error, the longest waiting first, and breaks the check', async () => {
    const later = await givenUp('timeout', '2026-01-02T12:00:00Z');
    const first = await givenUp();
    const shown = { name: 'payments.lookAtCharge', handler: 'payments.lookAtCharge', attempts: 20, createdAt: '2025-12-31T12:00:00.000Z' };
    expect((await list()).items).toEqual([
      { ...shown, id: first, error: 'no route to host', failedAt: '2026-01-01T12:00:00.000Z' },
      { ...shown, id: later, error: 'timeout', failedAt: '2026-01-02T12:00:00.000Z' },
    ]);
    const page = await list(1);
    expect([page.items.map(({ id }) => id), (await list(1, page.next)).items.map(({ id }) => id)]).toEqual([[first], [later]]);
    expect((await runChecks(app.database.databaseUrl, platformChecks)).map(({ name, rows }) => [name, rows.length])).toEqual([['outbox-is-done-in-the-end', 2]]);
  });

  it('is tried again with a reason that is kept, and is done then', async () => {
    const id = await givenUp();
    await ok(retry(id));
    expect(await app.db.query('select attempts, failed_at, last_error from outbox')).toEqual([{ attempts: 0, failed_at: null, last_error: null }]);
    expect(await app.db.query(`select action, person_id, reason, changes from audit_entry where subject = 'outbox' and subject_id = $1`, [id])).toEqual([
      { action: 'outbox.retry', person_id: operator.id, reason: 'the network is back', changes: { name: { before: 'payments.lookAtCharge' }, error: { before: 'no route to host' } } },
    ]);
    await app.drain();
    expect([await app.db.query('select id from outbox'), (await list()).items, await runChecks(app.database.databaseUrl, platformChecks)]).toEqual([[], [], []]);
    expect(await refused(retry(id))).toBe('404 request_not_found');
  });

  it('is not touched without a reason, by others, or under another number', async () => {
    const [finance, stranger] = [await aStaffMember(app, 'finance'), await aPerson(app)];
    const id = await givenUp();
    expect([
      await refused(retry(id, 'x')), await refused(retry(id, 'because', finance)), await refused(retry(id, 'because', stranger)), await refused(retry('0')), await refused(retry('99999999999999999999')),
      await refused(retry('1e3')), await refused(retry(String(Number(id) + 1))), await refused(client(finance).GET('/api/v1/admin/outbox', {})),
    ]).toEqual([
      '422 request_invalid', '403 request_forbidden', '403 request_forbidden', '404 request_not_found', '404 request_not_found',
      '404 request_not_found', '404 request_not_found', '403 request_forbidden',
    ]);
    expect(await app.db.query('select attempts from outbox where id = $1 and failed_at is not null', [id])).toEqual([{ attempts: 20 }]);
  });

  it('is counted for whoever watches, beside what waits', async () => {
    await givenUp();
    await app.db.query(`insert into outbox (kind, name, queue, handler, payload, run_after, created_at) values ('job', 'payments.lookAtCharge', 'money', 'payments.lookAtCharge', '{}', now() + interval '1 hour', now() - interval '90 seconds')`);
    const answer = await metrics();
    const lines = (await answer.text()).split('\n');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(lines.filter((line) => /^guildhall_outbox_(pending|given_up)/.test(line))).toEqual(['guildhall_outbox_pending 1', 'guildhall_outbox_given_up 1']);
    const oldest = Number(/^guildhall_outbox_oldest_seconds (\S+)$/m.exec(lines.join('\n'))![1]);
    expect([oldest >= 90, oldest < 120]).toEqual([true, true]);
    expect(lines).toContain('guildhall_queue_jobs{queue="money",state="waiting"} 0');
  });

  it('is no news for strangers: what comes through a proxy finds no metrics', async () => {
    expect([(await metrics({ 'x-forwarded-for': '10.0.0.1' })).status, (await metrics({ forwarded: 'for=10.0.0.1' })).status]).toEqual([404, 404]);
  });
});
