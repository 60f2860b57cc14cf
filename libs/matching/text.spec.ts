import { stem } from './stem';
import { termsOf } from './text';

// pairs of Porter's paper and of his published vocabulary
it.each([
  ['caresses', 'caress'], ['ponies', 'poni'], ['cats', 'cat'], ['feed', 'feed'], ['agreed', 'agre'], ['plastered', 'plaster'], ['motoring', 'motor'], ['sing', 'sing'],
  ['conflated', 'conflat'], ['hopping', 'hop'], ['falling', 'fall'], ['filing', 'file'], ['happy', 'happi'], ['sky', 'sky'], ['relational', 'relat'], ['conditional', 'condit'],
  ['digitizer', 'digit'], ['operator', 'oper'], ['hopefulness', 'hope'], ['triplicate', 'triplic'], ['electrical', 'electr'], ['adoption', 'adopt'], ['replacement', 'replac'],
  ['controlling', 'control'], ['rate', 'rate'], ['yeast', 'yeast'], ['robotics', 'robot'], ['robots', 'robot'],
])('%s is stemmed to %s', (word, expected) => expect(stem(word)).toBe(expected));

it.each(['bäckerei', '3d', 'a1', 'ό'])('%s is no English word and stays', (word) => expect(stem(word)).toBe(word));

describe('terms of a text', () => {
  it('are counted, without common words, in one order, each with the word it first stood there as', () => {
    expect(termsOf('The **Robots** of our robotic bakery: Bäckerei, backerei, 3D!')).toEqual([
      { term: '3d', count: 1, word: '3d' },
      { term: 'backerei', count: 2, word: 'bäckerei' },
      { term: 'bakeri', count: 1, word: 'bakery' },
      { term: 'robot', count: 2, word: 'robots' },
    ]);
  });

  it.each(['', ' \n', 'the and of', '. , !', 'One of 40, 2 500 a day', 'x'.repeat(41)])('%j has none', (text) => expect(termsOf(text)).toEqual([]));
});
