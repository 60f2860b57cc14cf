import { academicDomain } from './academic';

it.each([
  ['tudelft.nl', 'tudelft.nl'],
  ['food.lab.TUDELFT.nl', 'tudelft.nl'],
  ['stanford.edu', 'stanford.edu'],
  ['ox.ac.uk', 'ox.ac.uk'],
])('%s is known as %s, with a name', async (given, domain) => {
  expect(await academicDomain(given)).toEqual({ domain, institution: expect.stringMatching(/^\S.*\S$/) });
});

it.each(['example.org', 'gmail.com', 'nl', 'tudelft.nl.evil.example', 'nottudelft.nl', '../../package', 'x/../tudelft.nl', 'tudelft.nl/', '', 'a..nl', `${'a.'.repeat(40)}nl`])('%s is not', async (given) => {
  expect(await academicDomain(given)).toBeUndefined();
});
