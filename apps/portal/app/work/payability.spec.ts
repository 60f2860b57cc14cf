import { noPayoutsText } from './payability';

it.each<[string, boolean, string]>([
  ['payable', true, 'no longer open to appeal.'],
  ['payable', false, 'no longer open to appeal.'],
  ['no_account', true, 'takes about five minutes.'],
  ['no_account', false, 'an owner or treasurer has to do that.'],
  ['restricted', true, 'takes about five minutes.'],
  ['restricted', false, 'an owner or treasurer has to do that.'],
  ['pending', true, 'no longer open to appeal.'],
  ['pending', false, 'no longer open to appeal.'],
  ['rejected', true, 'no longer open to appeal.'],
  ['rejected', false, 'no longer open to appeal.'],
  ['closed', true, 'no longer open to appeal.'],
  ['country_not_served', true, 'no longer open to appeal.'],
])('without payouts, %s, may set it up: %s', (reason, mayEdit, end) => expect(noPayoutsText(reason, mayEdit).slice(-end.length)).toBe(end));
