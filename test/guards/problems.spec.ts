import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { findingCodes, ipSentenceCodes } from '@app/challenges';
import { allProblems } from '@app/kernel';
import { m } from '@app/messages';
import '../../apps/api/modules';
import '@app/platform';

const file = 'libs/messages/problems/en.json';
const catalogue = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
const keys = allProblems().map(({ code }) => `problem_${code}`);

// UPDATE_MESSAGES=1 adds the English titles of new problems and drops those that are gone; reword them afterwards
if (process.env.UPDATE_MESSAGES) {
  const titles = Object.fromEntries(allProblems().map(({ code, title }) => [`problem_${code}`, catalogue[`problem_${code}`] ?? title]));
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(Object.entries(titles).sort()), null, 2)}\n`);
}

it('every problem has its text in the message catalogue', () => {
  expect(keys.length).toBeGreaterThan(20);
  expect(keys.filter((key) => !/^[A-Z].*[.]$/.test(catalogue[key] ?? ''))).toEqual([]);
});

it('the catalogue keeps no text of a problem that is gone', () => {
  expect(Object.keys(catalogue).filter((key) => !keys.includes(key))).toEqual([]);
});

it('what a draft lacks and who owns the result have their texts', () => {
  const keys = [...findingCodes.map((code) => `finding_${code}`), ...ipSentenceCodes.map((code) => `ip_sentence_${code}`)];
  expect(keys.filter((key) => !(key in m))).toEqual([]);
});

it('every fault of a field that rules name has its text', () => {
  const sources = readdirSync('libs', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !/spec\.ts$|generated|schema/.test(path)).map((path) => readFileSync(`libs/${path}`, 'utf8'));
  const codes = sources.flatMap((source) => [...source.matchAll(/pointer[^{}\n]*code: '(\w+)'|\bsay\([^,\n]+, '(\w+)'|\bfault\('(\w+)'/g)].map(([, inline, said, fault]) => inline ?? said ?? fault!));
  expect(codes.length).toBeGreaterThan(20);
  // `not_funded` and the like are findings, with texts of their own
  expect([...new Set(codes)].filter((code) => !(`field_${code}` in m || `finding_${code}` in m))).toEqual([]);
});

it('every problem is the client’s to mend, or says that the server cannot serve now', () => {
  expect(allProblems().filter(({ status }) => status < 400 || status > 503).map(({ code }) => code)).toEqual([]);
});
