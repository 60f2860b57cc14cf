import type { FastifyInstance } from 'fastify';
import type { Act } from '../act';
import { parseForm } from '../http/form';
import { onboard, type Outcome, OUTCOMES, transfersStatus } from '../objects/account';
import type { World } from '../store/world';
import { html, pageOf } from './html';

interface Deps {
  world: World;
  act: () => Act;
}

const CHOICES: { outcome: Outcome; label: string; hint: string }[] = [
  { outcome: 'complete', label: 'Submit everything', hint: 'The capability becomes active.' },
  { outcome: 'incomplete', label: 'Leave it incomplete', hint: 'Requirements stay open, the capability stays restricted.' },
  { outcome: 'pending', label: 'Submit, under review', hint: 'The capability is pending.' },
  { outcome: 'restricted', label: 'Get restricted', hint: 'Another document is wanted.' },
  { outcome: 'rejected', label: 'Be rejected', hint: 'The account is refused for good.' },
];

/** Where a payee goes from an account link. The link opens once; the page behind it has an address of its own. */
export function mountOnboardingPage(app: FastifyInstance, { world, act }: Deps): void {
  app.get<{ Params: { token: string } }>('/setup/:token', (request, reply) => {
    const { token } = request.params;
    const link = world.get('account_link', token);
    if (!link) return reply.code(404).send(pageOf('No such link', html`<p>This address is none of an account link.</p>`));
    if (link.usedAt !== null || link.expiresAt <= world.now()) return reply.redirect(link.refreshUrl, 303);
    const visit = world.ids.next('', 40).slice(1);
    world.change(() => {
      world.put('account_link', token, { ...link, usedAt: world.now() });
      world.put('onboarding', visit, { account: link.account, returnUrl: link.returnUrl, doneAt: null });
    });
    return reply.redirect(`/setup/visit/${visit}`, 303);
  });

  app.get<{ Params: { visit: string } }>('/setup/visit/:visit', (request, reply) => {
    const visit = world.get('onboarding', request.params.visit);
    const account = visit && world.get('account', visit.account)?.object;
    if (!visit || !account) return reply.code(404).send(pageOf('No such visit', html`<p>Open a fresh account link.</p>`));
    if (visit.doneAt !== null) return reply.send(pageOf('Done', html`<section><p>This visit is over.</p>${visit.returnUrl !== null && html`<p><a class="button" href="${visit.returnUrl}">Continue</a></p>`}</section>`));
    return reply.send(pageOf('Get ready to be paid', html`
      <section><dl>
        <dt>Payee</dt><dd>${account.display_name ?? account.contact_email ?? account.id}</dd>
        <dt>Account</dt><dd>${account.id}</dd>
        <dt>Country</dt><dd>${account.identity?.country ?? 'not given'}</dd>
        <dt>Transfers</dt><dd>${transfersStatus(account) ?? 'not asked for'}</dd>
      </dl></section>
      <p>A real payee would enter name, address, tax number and bank account here. Choose how it ends:</p>
      <form class="card" method="post" action="/setup/visit/${request.params.visit}">
        <div class="choices">${CHOICES.map(({ outcome, label, hint }) => html`<div><button class="${outcome === 'complete' ? 'main' : ''}" type="submit" name="outcome" value="${outcome}" aria-describedby="hint-${outcome}">${label}</button><p class="soft" id="hint-${outcome}">${hint}</p></div>`)}</div>
      </form>`));
  });

  app.post<{ Params: { visit: string }; Body: string }>('/setup/visit/:visit', (request, reply) => {
    const id = request.params.visit;
    const visit = world.get('onboarding', id);
    const account = visit && world.get('account', visit.account)?.object;
    if (!visit || !account) return reply.code(404).send(pageOf('No such visit', html`<p>Open a fresh account link.</p>`));
    const outcome = parseForm(request.body ?? '').outcome as Outcome;
    if (!OUTCOMES.includes(outcome)) return reply.code(400).send(pageOf('Choose one', html`<p>None of the outcomes was chosen.</p>`));
    if (account.closed || transfersStatus(account) === undefined) return reply.code(409).send(pageOf('Nothing to do', html`<p>The account is closed or never asked for transfers.</p>`));
    if (visit.doneAt === null) {
      world.change(() => {
        world.put('onboarding', id, { ...visit, doneAt: world.now() });
        onboard(act(), visit.account, outcome);
      });
    }
    if (visit.returnUrl === null) return reply.redirect(`/setup/visit/${id}`, 303);
    return reply.redirect(visit.returnUrl, 303);
  });
}
