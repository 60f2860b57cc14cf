import { commitment, type ContentManifest, isHex32 } from './content';
import { isIndex, isUtcInstant, leafProblems, type Leaf } from './leaf';
import { shapeProblems, type Shape } from './shape';

export const RECEIPT_FORMAT = 'guildhall-receipt-v1';

/**
 * What a person keeps: enough to show, without asking the server, that this content was received at this time and
 * stands at this place of the log. Digests and hashes are lowercase hex; only the checkpoint, whose format others
 * made, has base64.
 */
export interface Receipt {
  format: typeof RECEIPT_FORMAT;
  /** The server's time when it received the content, UTC. The same as in the leaf, where it is proven. */
  serverTime: string;
  /** Place in the log, from 0. */
  index: number;
  leaf: Leaf;
  /** SHA-256 of the canonical manifest of the content. */
  contentDigest: string;
  /** 32 random bytes. With the digest they open the commitment of the leaf; keep them private as the content is. */
  salt: string;
  /** The hashes beside the way from the leaf to the root of the checkpoint, lowest first. */
  inclusionProof: string[];
  /** Signed note: origin, size and root of the log. */
  checkpoint: string;
  /** What was recorded, where the receipt carries it: its digest is `contentDigest`. What is sealed is never in it. */
  content?: ContentManifest;
}

const receiptShape: Shape<Omit<Receipt, 'content'>> = {
  format: [(value) => value === RECEIPT_FORMAT, JSON.stringify(RECEIPT_FORMAT)],
  serverTime: [isUtcInstant, 'a UTC time to the millisecond'],
  index: [isIndex, 'a whole number from 0'],
  leaf: [(value) => typeof value === 'object' && value !== null, 'an object'],
  contentDigest: [isHex32, '64 lowercase hex digits'],
  salt: [isHex32, '64 lowercase hex digits'],
  inclusionProof: [(value) => Array.isArray(value) && value.length <= 64 && value.every(isHex32), 'a list of hashes in lowercase hex'],
  checkpoint: [(value) => typeof value === 'string', 'a text'],
};

/** Puts a receipt together. Throws when salt and digest are not those the leaf commits to. */
export function makeReceipt(parts: { leaf: Leaf; contentDigest: Buffer; salt: Buffer; inclusionProof: readonly Buffer[]; checkpoint: string }): Receipt {
  if (commitment(parts.salt, parts.contentDigest).toString('hex') !== parts.leaf.commitment) throw new Error(`record ${parts.leaf.seq} commits to other content`);
  return {
    format: RECEIPT_FORMAT,
    serverTime: parts.leaf.receivedAt,
    index: parts.leaf.seq,
    leaf: parts.leaf,
    contentDigest: parts.contentDigest.toString('hex'),
    salt: parts.salt.toString('hex'),
    inclusionProof: parts.inclusionProof.map((hash) => hash.toString('hex')),
    checkpoint: parts.checkpoint,
  };
}

/** What keeps a value from being a receipt, in words; empty if it is one. Says nothing about whether it is true. */
export function receiptProblems(value: unknown): string[] {
  const problems = shapeProblems('receipt', withoutContent(value), receiptShape);
  return problems.length > 0 ? problems : leafProblems((value as Receipt).leaf);
}

/** The content is checked by its digest, so nothing in it can be changed or added unnoticed. */
function withoutContent(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { content: _, ...rest } = value as Partial<Receipt>;
  return rest;
}
