/** The European Economic Area, as the provider's self-serve transfers across borders count it. */
const eea = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE'.split(' ');
const selfServe = ['US', 'GB', 'CA', 'CH', ...eea];

/** Where money may go to: within one country, and between any two of the US, the UK, the EEA, Canada and Switzerland. */
export function countriesServedFrom(platform: string): string[] {
  return selfServe.includes(platform) ? selfServe : [platform];
}

export function mayTransferBetween(platform: string, payee: string): boolean {
  return countriesServedFrom(platform).includes(payee);
}
