import { defineProblems } from '@app/kernel';

export const problems = defineProblems('payments', {
  nothingToPay: { status: 409, title: 'Nothing of this funding is left to pay.' },
  partlyPaid: { status: 409, title: 'An earlier funding is partly paid: pay its rest first, or have it refunded.' },
  underWay: { status: 409, title: 'A payment is under way; its result is not known yet.' },
  badReturnUrl: { status: 422, title: 'Name a page of this platform to come back to.' },
  notEnoughHeld: { status: 409, title: 'The funds held for this are not enough.' },
  payeeMissing: { status: 409, title: 'Say first in which country and as what the organisation is paid.' },
  payeeFixed: { status: 409, title: 'Country and kind cannot change once the provider knows the account.' },
  countryNotServed: { status: 422, title: 'The provider cannot send money to that country from here.' },
  ownOrganisation: { status: 403, title: 'Staff never decide on an organisation they belong to.' },
  onItsWay: { status: 409, title: 'It is on its way or sent already; it cannot be held any more.' },
  alreadyHeld: { status: 409, title: 'This payout is held already.' },
  releasedByAnother: { status: 403, title: 'Somebody else than who placed a hold releases it.' },
  refusedByProvider: { status: 502, title: 'The payment provider refused this.' },
  providerUnreachable: { status: 503, title: 'The payment provider cannot be reached; try again in a little while.' },
  forgedEvent: { status: 400, title: 'This is no event of the payment provider.' },
});
