import { emptyRoot, nodeHash } from './merkle';

/**
 * The reader's side of the tree, after RFC 9162 2.1.3.2 and 2.1.4.2. Shares no code with the side that makes
 * proofs except the hash, and answers false to anything malformed instead of throwing.
 */
export function verifyInclusion(leaf: Buffer, index: number, size: number, proof: readonly Buffer[], root: Buffer): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || ![leaf, root, ...proof].every(isHash)) return false;

  let place = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && hash.equals(root);
}

/** Does the tree of `second` leaves begin with the tree of `first`? */
export function verifyConsistency(first: number, firstRoot: Buffer, second: number, secondRoot: Buffer, proof: readonly Buffer[]): boolean {
  if (!isCount(first) || !isCount(second) || first > second || ![firstRoot, secondRoot, ...proof].every(isHash)) return false;
  if (first === second) return proof.length === 0 && firstRoot.equals(secondRoot) && (first > 0 || firstRoot.equals(emptyRoot));
  if (first === 0) return proof.length === 0 && firstRoot.equals(emptyRoot);

  let place = first - 1;
  let last = second - 1;
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  // An old tree that is itself a complete subtree is left out of the proof: the reader knows its root.
  const [start, ...rest] = place === 0 ? [firstRoot, ...proof] : proof;
  if (start === undefined) return false;

  let oldHash = start;
  let newHash = start;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && oldHash.equals(firstRoot) && newHash.equals(secondRoot);
}

// Arithmetic instead of bit operators, which stop at 32 bits.
const isOdd = (n: number) => n % 2 === 1;
const half = (n: number) => Math.floor(n / 2);
const isCount = (n: number) => Number.isSafeInteger(n) && n >= 0;
const isHash = (hash: Buffer) => hash.length === 32;
