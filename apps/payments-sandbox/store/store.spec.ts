import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aCharge, aPayee, aReceiver, aSandbox, checkoutOf, sdk } from '../testing';
import { World } from './world';

const log = (dataDir: string) => join(dataDir, 'sandbox', 'changes.jsonl');

/** What a kill leaves: the file as it is, while the first process never got to close. */
function copyOf(dataDir: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'payments-sandbox-copy-'));
  cpSync(dataDir, copy, { recursive: true });
  return copy;
}

test('everything outlives the process: money, keys, clock, events and what is still to be delivered', async () => {
  const before = await aSandbox({ webhookUrl: 'http://127.0.0.1:9/nobody-there' });
  const charge = await aCharge(before, 20_000);
  const payee = await aPayee(before);
  const order = { amount: 7000, currency: 'usd', destination: payee, source_transaction: charge.id };
  const transfer = await before.stripe.transfers.create(order, { idempotencyKey: 'transfer:1' });
  await before.control('POST', '/clock', { shift_ms: 12_345_000 });
  await before.control('POST', '/webhooks/idle');
  const balance = await before.stripe.balance.retrieve();
  const state = await before.control<{ event: object }>('GET', '/state');
  const copy = copyOf(before.dataDir);
  await before.remove();

  const receiver = await aReceiver();
  const after = await aSandbox({ dataDir: copy, webhookUrl: receiver.url });
  expect(await after.stripe.balance.retrieve()).toEqual(balance);
  expect((await after.control<{ event: object }>('GET', '/state')).event).toEqual(state.event);
  expect((await after.control('GET', '/clock')).offset_ms).toBe(12_345_000);
  const again = await after.stripe.transfers.create(order, { idempotencyKey: 'transfer:1' });
  expect([again.id, again.lastResponse.headers['idempotent-replayed']]).toEqual([transfer.id, 'true']);
  await after.control('POST', '/clock', { shift_ms: 60_000 });
  await after.control('POST', '/webhooks/idle');
  expect(receiver.received).toHaveLength(Object.keys(state.event).length + 3);
  await after.remove();
  await receiver.close();
});

test('a last line cut short by a kill is dropped, and writing goes on', async () => {
  const before = await aSandbox();
  const session = await before.stripe.checkout.sessions.create(checkoutOf(5000));
  await before.close();
  appendFileSync(log(before.dataDir), '{"ids":99,"rows":[["session","cs_test_torn",{"own');
  const after = await aSandbox({ dataDir: before.dataDir });
  const second = await after.stripe.checkout.sessions.create(checkoutOf(6000));
  expect((await after.stripe.checkout.sessions.list()).data.map((s) => s.id)).toEqual([second.id, session.id]);
  await after.close();
  const third = await aSandbox({ dataDir: before.dataDir });
  expect((await third.stripe.checkout.sessions.list()).data.map((s) => s.id)).toEqual([second.id, session.id]);
  await third.remove();
});

test('a broken line in the middle stops the start with a plain sentence', async () => {
  const before = await aSandbox();
  await before.stripe.checkout.sessions.create(checkoutOf(5000));
  await before.close();
  const text = readFileSync(log(before.dataDir), 'utf8');
  writeFileSync(log(before.dataDir), `not json\n${text}`);
  await expect(aSandbox({ dataDir: before.dataDir })).rejects.toThrow(/line 1 of .*changes\.jsonl cannot be read; remove the file to start anew/);
  rmSync(before.dataDir, { recursive: true });
});

test('a change that throws leaves nothing, in memory or in the file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'payments-sandbox-world-'));
  const world = new World(directory);
  world.change(() => world.put('clock', 'clock', { offsetMs: 5 }));
  const size = readFileSync(join(directory, 'changes.jsonl')).length;
  expect(() => world.change(() => {
    world.put('clock', 'clock', { offsetMs: 9 });
    world.put('endpoint', 'we_1', { url: 'x', secrets: [], payload: 'both', types: [] });
    throw new Error('no');
  })).toThrow('no');
  expect([world.get('clock', 'clock'), world.get('endpoint', 'we_1')]).toEqual([{ offsetMs: 5 }, undefined]);
  expect(readFileSync(join(directory, 'changes.jsonl')).length).toBe(size);
  world.close();
  rmSync(directory, { recursive: true });
});

test('with a seed, the same calls make the same ids', async () => {
  const run = async () => {
    const sandbox = await aSandbox({ seed: 'seven' });
    const { charges, accounts } = await sandbox.control<{ charges: string[]; accounts: string[] }>('POST', '/seed', { payments: [{ amount: 5000 }], accounts: [{ email: 'a@example.org' }] });
    await sandbox.remove();
    return { charges, accounts };
  };
  const first = await run();
  expect(first).toEqual({ charges: [expect.stringMatching(/^ch_\w{24}$/)], accounts: [expect.stringMatching(/^acct_\w{16}$/)] });
  expect(await run()).toEqual(first);
});

test('a reset forgets everything but where events go', async () => {
  const receiver = await aReceiver();
  const sandbox = await aSandbox({ webhookUrl: receiver.url });
  await aCharge(sandbox, 5000);
  await sandbox.control('POST', '/reset');
  expect(await sdk(sandbox).balance.retrieve()).toMatchObject({ available: [{ amount: 0 }], pending: [{ amount: 0 }] });
  expect((await sandbox.stripe.events.list()).data).toEqual([]);
  await aCharge(sandbox, 5000);
  await sandbox.control('POST', '/webhooks/idle');
  expect(receiver.types()).toContain('checkout.session.completed');
  await sandbox.remove();
  await receiver.close();
});
