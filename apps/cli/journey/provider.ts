/** The payment provider's own pages, as the payer and the payee use them. Its events then reach the platform by themselves. */
export class ProviderPages {
  constructor(private readonly url: string) {}

  /** Pays on the page of a Checkout session, given as its address. The same code runs when somebody presses "Pay" there. */
  async pay(page: string, card = '4242424242424242'): Promise<void> {
    const session = /\/c\/pay\/(cs_\w+)/.exec(page)?.[1];
    if (!session) throw new Error(`${page} is no page of a Checkout session`);
    const response = await fetch(`${this.url}/control/checkout/sessions/${session}/complete`, { method: 'POST', body: JSON.stringify({ card }), signal: AbortSignal.timeout(30_000) });
    // 409: it was paid before, and only our view of it was late
    if (!response.ok && response.status !== 409) throw new Error(`paying ${session} answered ${response.status}: ${await response.text()}`);
  }

  /** Goes through the onboarding behind an account link: the link opens once and leads to a visit with a form. */
  async onboard(link: string, outcome = 'complete'): Promise<void> {
    const opened = await fetch(link, { redirect: 'manual', signal: AbortSignal.timeout(30_000) });
    const visit = opened.headers.get('location');
    if (opened.status !== 303 || !visit?.includes('/setup/visit/')) throw new Error(`the onboarding link answered ${opened.status}`);
    const done = await fetch(new URL(visit, this.url), {
      method: 'POST', redirect: 'manual', body: new URLSearchParams({ outcome }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' }, signal: AbortSignal.timeout(30_000),
    });
    if (done.status !== 303) throw new Error(`the onboarding answered ${done.status}: ${await done.text()}`);
  }
}
