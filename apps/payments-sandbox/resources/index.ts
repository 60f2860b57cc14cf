import { accountRoutes } from './v2-accounts';
import { balanceRoutes } from './balance';
import { chargeRoutes } from './charges';
import { checkoutSessionRoutes } from './checkout-sessions';
import { eventRoutes } from './events';
import { paymentIntentRoutes } from './payment-intents';
import { refundRoutes } from './refunds';
import type { Route } from './route';
import { transferRoutes } from './transfers';

const routes: Route[] = [
  ...checkoutSessionRoutes, ...paymentIntentRoutes, ...chargeRoutes, ...refundRoutes, ...transferRoutes, ...balanceRoutes, ...eventRoutes, ...accountRoutes,
];

export interface Match {
  route: Route;
  path: Record<string, string>;
}

/** The endpoint for a method and a path, or undefined: then it is not modelled. */
export function matchRoute(method: string, pathname: string): Match | undefined {
  const given = pathname.split('/');
  for (const route of routes) {
    const [routeMethod, pattern] = route.route.split(' ') as [string, string];
    const steps = pattern.split('/');
    if (routeMethod !== method || steps.length !== given.length) continue;
    const path: Record<string, string> = {};
    const fits = steps.every((step, i) => (step.startsWith(':') ? given[i] !== '' && ((path[step.slice(1)] = decode(given[i]!)), true) : step === given[i]));
    if (fits) return { route, path };
  }
  return undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const routeNames = routes.map((r) => r.route);
