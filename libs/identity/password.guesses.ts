import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** Fewer guesses than this are refused (zxcvbn's best mark). */
const fewestGuesses = 1e10;
/** The same without its blanks and dashes: fewer than this is one well-known phrase, or a row of figures, written apart. */
const fewestTogether = 1e6;
/** Judged up to here, with few look-alike letters: the work grows fast with both, and it stops the process. A hard beginning stays hard. */
const judged = { maxLength: 40, l33tMaxSubstitutions: 10 };
/** Known to everybody here. */
const ours = ['guildhall', 'correcthorsebatterystaple'];

let estimator: Promise<ZxcvbnFactory> | undefined;

/** Whether somebody who knows common passwords, words, names, keyboards and `about` the person finds it soon. */
export async function isSoonGuessed(password: string, about: readonly string[]): Promise<boolean> {
  const zxcvbn = await (estimator ??= load());
  const guesses = (form: string) => zxcvbn.check(form, [...about]).guesses;
  return guesses(password) < fewestGuesses || guesses(password.replace(/[\s\-_.,/]+/g, '')) < fewestTogether;
}

/** Its lists take half a second and sixty megabytes: only a process that is asked loads them. */
async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common'), import('@zxcvbn-ts/language-en')]);
  return new ZxcvbnFactory({ dictionary: { ...common.dictionary, ...english.dictionary, ours }, graphs: common.adjacencyGraphs, ...judged });
}
