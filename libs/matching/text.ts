import { stem } from './stem';

/** A term of a text: how often it stands there, and the word it stood there as. */
export interface Term {
  term: string;
  count: number;
  word: string;
}

/** Longer ones are no words, and would only cost time. */
const longestWord = 40;

/** They say nothing of what somebody can do, and in a small marketplace counting alone would not find that out. */
const commonWords = new Set(
  `a about above after again against all also am an and any are as at be because been before being below between both but by can cannot could did do does doing down during each few for
   from further had has have having he her here hers him his how i if in into is it its itself just may me might more most must my no nor not now of off on once only or other our out over own
   same shall she should so some such than that the their them then there these they this those through to too under until up us very was we were what when where which while who whom why will
   with would you your one two three four five six seven eight nine ten first second third last next day days week weeks month months year years today every without within around like many much new old
   per take takes make makes made use used uses using get gets give gives go goes come comes see want wants need needs look know keep put`.split(/\s+/),
);

/** The terms of a text in the order of their code units, so that sums over them come out the same everywhere. */
export function termsOf(text: string): Term[] {
  const terms = new Map<string, Term>();
  for (const [word] of text.toLowerCase().normalize('NFC').matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    if (word.length < 2 || word.length > longestWord || commonWords.has(word) || /^\p{N}+$/u.test(word)) continue;
    const term = stem(word.normalize('NFKD').replace(/\p{M}/gu, ''));
    const known = terms.get(term);
    if (known) known.count++;
    else terms.set(term, { term, count: 1, word });
  }
  return [...terms.values()].sort((a, b) => (a.term < b.term ? -1 : 1));
}
