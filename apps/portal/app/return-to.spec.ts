import { kindFrom } from './return-to';

it.each([
  ['/challenges/less-bread-breaks/join', 'freelancer'],
  ['/challenges/less-bread-breaks/join?from=mail', 'freelancer'],
  ['/challenges/less-bread-breaks', undefined],
  ['/post', 'person'],
  ['/invite/secret', 'person'],
  ['/judging?seat=seat_1', 'person'],
  [null, undefined],
])('who signs up on the way to %s comes as %s', (next, kind) => {
  expect(kindFrom(next)).toBe(kind);
});
