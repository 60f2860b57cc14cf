import { scopeNames, scopesHeldBy } from './scopes';

it('threat 11: a token holds no scope its maker lacks', () => {
  expect(scopesHeldBy(['owner'])).toEqual(scopeNames);
  expect(scopesHeldBy(['contributor'])).toEqual(['organisation:read', 'challenge:read']);
  expect(scopesHeldBy(['signatory', 'treasurer'])).toEqual(['organisation:read', 'challenge:read', 'funding:read', 'payout:read']);
  expect(scopesHeldBy([])).toEqual([]);
});
