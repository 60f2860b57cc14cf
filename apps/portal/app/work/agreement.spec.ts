import { agreementEnd, agreementSummary, isSameName } from './agreement';

const party = (name: string) => ({ organisationId: 'o', name, country: 'NL' });
const about = { sponsor: party('Bakery'), recipient: party('Ada'), amount: '500.00 EUR', ipTerms: 'non_exclusive_licence' as const };

it.each(['ready', 'signing', 'in_force', 'fulfilled'] as const)('what is %s is said as it is', (state) => {
  expect([agreementEnd(state), agreementSummary({ ...about, state })]).toEqual([
    undefined,
    ['Ada gets 500.00 EUR for the work, paid by the platform as the rule card says.', 'Ada keeps all rights. Bakery may use the work for its own business, for ever.', 'What Bakery may do with the work begins once the prize is paid.', 'The rule card stays as it is: this agreement changes nothing in it.'],
  ]);
});

it('nothing is said of a payment where nothing is paid', () => {
  expect(agreementSummary({ ...about, amount: null, ipTerms: 'assignment', state: 'in_force' })).toEqual(['Nothing is paid: this challenge has no bounty.', 'The work belongs to Bakery. Ada may be named as its author.', 'The rule card stays as it is: this agreement changes nothing in it.']);
});

it.each(['terminated', 'lapsed', 'declined'] as const)('what is %s claims nothing for today', (state) => {
  expect(agreementEnd(state)).toBeTruthy();
  expect(agreementSummary({ ...about, state })).toEqual(['Ada was to get 500.00 EUR for the work.', 'Ada was to keep all rights, and Bakery was to have the use of the work for its own business.']);
  for (const ipTerms of ['exclusive_licence', 'assignment'] as const) expect(agreementSummary({ ...about, ipTerms, amount: null, state }).join(' ')).not.toMatch(/ (gets|keeps|may|belongs|is paid) /);
});

it.each([
  ['Zoë Winner', 'Zoë Winner', true],
  [' zoë  WINNER ', 'Zoë Winner', true],
  ['Zoe\u0308 Winner', 'Zo\u00eb Winner', true],
  ['Z. Winner', 'Zoë Winner', false],
  ['', 'Zoë Winner', false],
])('“%s” is the name “%s”: %s', (one, other, isSame) => {
  expect(isSameName(one, other)).toBe(isSame);
});
