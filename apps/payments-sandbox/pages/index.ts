import type { FastifyInstance } from 'fastify';
import type { Act } from '../act';
import { Refusal } from '../http/errors';
import type { World } from '../store/world';
import type { Dispatcher } from '../webhooks/dispatcher';
import { mountCheckoutPage } from './checkout.page';
import { mountControlPage } from './control.page';
import { html, pageOf } from './html';
import { mountOnboardingPage } from './onboarding.page';
import { style } from './style';

interface Deps {
  world: World;
  dispatcher: Dispatcher;
  act: () => Act;
  settleNow: () => void;
}

/** Everything for people: plain forms, no script. */
export function mountPages(server: FastifyInstance, deps: Deps): void {
  server.register(async (app) => {
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        // No form-action: after a payment the form leads on to the caller's own address.
        'content-security-policy': "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
    });
    app.setErrorHandler((error: Error, _request, reply) =>
      reply.code(error instanceof Refusal ? error.status : 400).send(pageOf('That did not work', html`<p>${error.message}</p>`)));
    app.get('/sandbox.css', (_request, reply) => reply.type('text/css').send(style));
    mountCheckoutPage(app, deps);
    mountOnboardingPage(app, deps);
    mountControlPage(app, deps);
  });
}
