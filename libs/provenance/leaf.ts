import { canonicalJson } from './canonical';
import { isHex32 } from './content';
import { leafHash } from './merkle';
import { shapeProblems, type Shape } from './shape';

/**
 * One record of the log, public for ever, therefore without personal data: a kind, a random id, a time, and a
 * commitment to content that is kept, and erased, elsewhere.
 */
export interface Leaf {
  /** Position in the log from 0, without gaps; the leaf's index in the tree. */
  seq: number;
  /** What happened, in lower snake case: `submission_version`, `rule_card`, `payout`. */
  type: string;
  /** Prefixed id of the thing, as it is shown outside: `sub_` and 32 hex digits. Never a person's, never a name. */
  subject: string;
  /** SHA-256(salt || content digest), 64 lowercase hex digits. */
  commitment: string;
  /** The server's time, UTC, to the millisecond: `2026-11-22T09:30:00.000Z`. */
  receivedAt: string;
}

const leafShape: Shape<Leaf> = {
  seq: [isIndex, 'a whole number from 0'],
  type: [matches(/^[a-z][a-z0-9_]{0,63}$/), 'lower snake case'],
  subject: [matches(/^(?!per_|mem_)[a-z]{3}_[0-9a-f]{32}$/), 'the prefixed id of a thing, not of a person'],
  commitment: [isHex32, '64 lowercase hex digits'],
  receivedAt: [isUtcInstant, 'a UTC time to the millisecond'],
};

/** Makes a record. Throws a TypeError when a part has the wrong form, such as a subject that is a mail address. */
export function makeLeaf(parts: { seq: number; type: string; subject: string; commitment: Buffer; receivedAt: Date }): Leaf {
  const leaf = { ...parts, commitment: parts.commitment.toString('hex'), receivedAt: parts.receivedAt.toISOString() };
  const problems = leafProblems(leaf);
  if (problems.length > 0) throw new TypeError(`not a record: ${problems.join('; ')}`);
  return leaf;
}

/** The bytes that enter the tree, and that anybody can rebuild: canonical JSON of the five parts. */
export function leafText(leaf: Leaf): string {
  const { seq, type, subject, commitment, receivedAt } = leaf;
  return canonicalJson({ seq, type, subject, commitment, receivedAt });
}

export function hashOfLeaf(leaf: Leaf): Buffer {
  return leafHash(leafText(leaf));
}

/** What keeps a value from being a record; empty if it is one. */
export function leafProblems(value: unknown): string[] {
  return shapeProblems('leaf', value, leafShape);
}

export function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isUtcInstant(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
}

function matches(pattern: RegExp): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && pattern.test(value);
}
