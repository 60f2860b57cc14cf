import { aPayee, aSandbox, checkoutOf, recipient, type TestSandbox } from '../testing';
import { html, money } from './html';

let sandbox: TestSandbox;
beforeAll(async () => (sandbox = await aSandbox()));
afterAll(() => sandbox.remove());

const get = (url: string) => fetch(url, { redirect: 'manual' });
const post = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields) });

test('values are escaped, amounts are written from their digits', () => {
  expect(html`<p title="${'"'}">${'<b>'}${null}${false}${['x', html`<i>y</i>`]}</p>`.text).toBe('<p title="&#34;">&#60;b&#62;x<i>y</i></p>');
  expect([money(99_999_999, 'usd'), money(5, 'eur'), money(-1234, 'jpy'), money(1500, 'kwd')]).toEqual(['999,999.99 USD', '0.05 EUR', '-1,234 JPY', '1.500 KWD']);
});

describe('the Checkout page', () => {
  const open = () => sandbox.stripe.checkout.sessions.create(checkoutOf(123_456, { line_items: [{ quantity: 2, price_data: { currency: 'usd', unit_amount: 61_728, product_data: { name: 'Prize <1>' } } }] }));
  const state = async (id: string) => {
    const { status, payment_status: payment } = await sandbox.stripe.checkout.sessions.retrieve(id);
    return [status, payment];
  };

  test('shows what is paid, marked as a stand-in, without script', async () => {
    const session = await open();
    const response = await get(session.url!);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const text of ['TEST STAND-IN, NOT STRIPE', '1,234.56 USD', '2 x Prize &#60;1&#62;', 'href="http://127.0.0.1:1/cancelled"']) expect(page).toContain(text);
    expect(page).not.toContain('<script');
  });

  test('takes a test number and leads back with the id of the session', async () => {
    const session = await open();
    const response = await post(session.url!, { card: '4242 4242 4242 4242', email: 'a@example.com', name: 'Ann' });
    expect([response.status, response.headers.get('location')]).toEqual([303, `http://127.0.0.1:1/done?session=${session.id}`]);
    expect(await state(session.id)).toEqual(['complete', 'paid']);
    const again = await post(session.url!, { card: '4242424242424242', email: 'a@example.com' });
    expect([again.status, again.headers.get('location')]).toEqual([303, `http://127.0.0.1:1/done?session=${session.id}`]);
    expect((await sandbox.stripe.charges.list({ payment_intent: (await sandbox.stripe.checkout.sessions.retrieve(session.id)).payment_intent as string })).data).toHaveLength(1);
    expect(await (await get(session.url!)).text()).toContain('Already paid');
  });

  test.each([
    [{ outcome: '4000000000000002' }, 'Your card was declined.'],
    [{ card: '4000000000009995' }, 'Your card has insufficient funds.'],
    [{ card: '1234' }, 'Enter one of the test card numbers below.'],
    [{ card: '4242424242424242', email: '' }, 'Enter an e-mail address.'],
  ])('says why it did not work and stays open: %j', async (fields, message) => {
    const session = await open();
    const response = await post(session.url!, { email: 'a@example.com', ...fields });
    expect(response.status).toBe(402);
    expect(await response.text()).toContain(`<p class="error" role="alert" id="error">${message}</p>`);
    expect(await state(session.id)).toEqual(['open', 'unpaid']);
    expect((await post(session.url!, { outcome: '4242424242424242', email: 'a@example.com' })).status).toBe(303);
  });

  test('is over when the session is, and unknown when it never was', async () => {
    const session = await open();
    await sandbox.stripe.checkout.sessions.expire(session.id);
    expect(await (await get(session.url!)).text()).toContain('This page has expired');
    expect((await post(session.url!, { outcome: '4242424242424242', email: 'a@example.com' })).status).toBe(410);
    expect((await get(`${sandbox.url}/c/pay/cs_test_none`)).status).toBe(404);
  });

  test('is not paid from a form on another site', async () => {
    const session = await open();
    expect((await post(session.url!, { outcome: '4242424242424242', email: 'a@example.com' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await state(session.id)).toEqual(['open', 'unpaid']);
  });
});

describe('the onboarding page', () => {
  const link = async (account: string) =>
    (await sandbox.stripe.v2.core.accountLinks.create({
      account,
      use_case: { type: 'account_onboarding', account_onboarding: { refresh_url: 'http://127.0.0.1:1/refresh', return_url: 'http://127.0.0.1:1/back' } },
    })).url;
  const status = async (id: string) => {
    const account = await sandbox.stripe.v2.core.accounts.retrieve(id, { include: ['configuration.recipient'] });
    return account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status;
  };

  test.each([['complete', 'active'], ['incomplete', 'restricted'], ['pending', 'pending'], ['restricted', 'restricted'], ['rejected', 'rejected']])('%s makes the capability %s and leads back', async (outcome, expected) => {
    const { id } = await sandbox.stripe.v2.core.accounts.create(recipient);
    const visit = `${sandbox.url}${(await get(await link(id))).headers.get('location')}`;
    expect(await (await get(visit)).text()).toContain('TEST STAND-IN, NOT STRIPE');
    const response = await post(visit, { outcome });
    expect([response.status, response.headers.get('location')]).toEqual([303, 'http://127.0.0.1:1/back']);
    expect(await status(id)).toBe(expected);
  });

  test('a link opens once and for minutes; then it leads to where a new one is made', async () => {
    const { id } = await sandbox.stripe.v2.core.accounts.create(recipient);
    const url = await link(id);
    expect((await get(url)).headers.get('location')).toMatch(/^\/setup\/visit\//);
    expect((await get(url)).headers.get('location')).toBe('http://127.0.0.1:1/refresh');
    const late = await link(id);
    await sandbox.control('POST', '/clock', { shift_ms: 6 * 60_000 });
    expect((await get(late)).headers.get('location')).toBe('http://127.0.0.1:1/refresh');
  });
});

test('the control page shows money, payees, events and their delivery, and moves the clock', async () => {
  await sandbox.control('POST', '/reset');
  sandbox.setWebhookUrl('http://127.0.0.1:9/nobody-there');
  await sandbox.control('POST', '/seed', { payments: [{ amount: 100_000, transfer_group: 'g' }] });
  const payee = await aPayee(sandbox, 'restricted');
  await sandbox.control('POST', '/webhooks/idle');
  const page = await (await get(sandbox.url)).text();
  for (const text of ['970.70 USD', payee, 'restricted', 'checkout.session.completed', 'pending after 1']) expect(page).toContain(text);

  const before = Number((await sandbox.control('GET', '/clock')).offset_ms);
  expect((await post(`${sandbox.url}/clock`, { shift_ms: '86400000' })).status).toBe(303);
  expect((await sandbox.control('GET', '/clock')).offset_ms).toBe(before + 86_400_000);
  expect((await post(`${sandbox.url}/clock`, { shift_ms: 'x' })).status).toBe(400);
});
