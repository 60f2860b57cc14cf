import type { Leaf } from '../leaf';

/** One record of the log: canonical JSON of these five parts is what was hashed */
export class LeafView implements Leaf {
  /** Position in the log, from 0 */
  seq: number;
  /** What happened: `submission_version`, `rule_card`, `payout` */
  type: string;
  /** Prefixed id of the thing */
  subject: string;
  /** SHA-256 of salt and content digest, lowercase hex */
  commitment: string;
  /** The server's time, UTC */
  receivedAt: string;
}

/** One record, its leaf's place in the tree, and the proof that it is there. */
export class LogRecordView {
  leaf: LeafView;
  /** Number of records the proof is for */
  size: number;
  /** Hashes beside the way to the root, lowest first, lowercase hex */
  inclusionProof: string[];

  static of(leaf: Leaf, size: number, proof: readonly Buffer[]): LogRecordView {
    return Object.assign(new LogRecordView(), { leaf, size, inclusionProof: proof.map((hash) => hash.toString('hex')) });
  }
}

export class ConsistencyView {
  first: number;
  second: number;
  /** RFC 6962 consistency proof, lowercase hex */
  proof: string[];

  static of(first: number, second: number, proof: readonly Buffer[]): ConsistencyView {
    return Object.assign(new ConsistencyView(), { first, second, proof: proof.map((hash) => hash.toString('hex')) });
  }
}
