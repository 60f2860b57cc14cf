/** The European Economic Area, as far as Stripe's self-serve cross-border transfers count it. */
const EEA = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE'.split(' ');
const SELF_SERVE = new Set(['US', 'GB', 'CA', 'CH', ...EEA]);

/** Money may go within one country, and between any two of the US, the UK, the EEA, Canada and Switzerland. */
export function mayTransferBetween(platform: string, payee: string): boolean {
  return platform === payee || (SELF_SERVE.has(platform) && SELF_SERVE.has(payee));
}
