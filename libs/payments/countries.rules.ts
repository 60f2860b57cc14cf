/** The European Economic Area, as the provider's self-serve transfers across borders count it. */
const eea = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE'.split(' ');
const selfServe = new Set(['US', 'GB', 'CA', 'CH', ...eea]);

/** Money may go within one country, and between any two of the US, the UK, the EEA, Canada and Switzerland. */
export function mayTransferBetween(platform: string, payee: string): boolean {
  return platform === payee || (selfServe.has(platform) && selfServe.has(payee));
}
