/**
 * The suffix stripping of M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), 130-137: "robots", "robotic"
 * and "robotics" are one term. It knows English; a word with any other letter stays as it is.
 */
const hasSyllable = /^(?:[^aeiou][^aeiouy]*)?[aeiouy][aeiou]*[^aeiou][^aeiouy]*/;
const hasOneSyllable = /^(?:[^aeiou][^aeiouy]*)?[aeiouy][aeiou]*[^aeiou][^aeiouy]*(?:[aeiouy][aeiou]*)?$/;
const hasTwoSyllables = /^(?:[^aeiou][^aeiouy]*)?(?:[aeiouy][aeiou]*[^aeiou][^aeiouy]*){2}/;
const hasVowel = /^(?:[^aeiou][^aeiouy]*)?[aeiouy]/;
const endsShort = /^[^aeiou][^aeiouy]*[aeiouy][^aeiouwxy]$/;

const step2: Readonly<Record<string, string>> = {
  ational: 'ate', tional: 'tion', enci: 'ence', anci: 'ance', izer: 'ize', bli: 'ble', alli: 'al', entli: 'ent', eli: 'e', ousli: 'ous', ization: 'ize', ation: 'ate', ator: 'ate',
  alism: 'al', iveness: 'ive', fulness: 'ful', ousness: 'ous', aliti: 'al', iviti: 'ive', biliti: 'ble', logi: 'log',
};
const step3: Readonly<Record<string, string>> = { icate: 'ic', ative: '', alize: 'al', iciti: 'ic', ical: 'ic', ful: '', ness: '' };

export function stem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  // a first y is a consonant
  const isYFirst = word.startsWith('y');
  const stemmed = tidied(suffixed(participled(singular(isYFirst ? `Y${word.slice(1)}` : word))));
  return isYFirst ? stemmed.toLowerCase() : stemmed;
}

function singular(word: string): string {
  if (/(?:ss|i)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function participled(word: string): string {
  let result = word;
  const agreed = /^(.+?)eed$/.exec(word);
  const ended = /^(.+?)(?:ed|ing)$/.exec(word);
  if (agreed) result = hasSyllable.test(agreed[1]!) ? word.slice(0, -1) : word;
  else if (ended && hasVowel.test(ended[1]!)) result = completed(ended[1]!);
  return /^.+y$/.test(result) && hasVowel.test(result.slice(0, -1)) ? `${result.slice(0, -1)}i` : result;
}

function completed(word: string): string {
  if (/(?:at|bl|iz)$/.test(word)) return `${word}e`;
  if (/([^aeiouylsz])\1$/.test(word)) return word.slice(0, -1);
  return endsShort.test(word) ? `${word}e` : word;
}

function suffixed(word: string): string {
  let result = word;
  const second = /^(.+?)(ational|tional|enci|anci|izer|bli|alli|entli|eli|ousli|ization|ation|ator|alism|iveness|fulness|ousness|aliti|iviti|biliti|logi)$/.exec(result);
  if (second && hasSyllable.test(second[1]!)) result = second[1]! + step2[second[2]!]!;
  const third = /^(.+?)(icate|ative|alize|iciti|ical|ful|ness)$/.exec(result);
  if (third && hasSyllable.test(third[1]!)) result = third[1]! + step3[third[2]!]!;
  const fourth = /^(.+?)(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize)$/.exec(result) ?? /^(.+?[st])ion$/.exec(result);
  return fourth && hasTwoSyllables.test(fourth[1]!) ? fourth[1]! : result;
}

function tidied(word: string): string {
  let result = word;
  const base = result.slice(0, -1);
  if (result.endsWith('e') && base.length > 0 && (hasTwoSyllables.test(base) || (hasOneSyllable.test(base) && !endsShort.test(base)))) result = base;
  return result.endsWith('ll') && hasTwoSyllables.test(result) ? result.slice(0, -1) : result;
}
