import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, Db, type Tx } from '@app/platform';
import { signCheckpoint } from './checkpoint';
import { commitment, contentDigest, type ContentManifest, createSalt } from './content';
import { hashOfLeaf, type Leaf, makeLeaf } from './leaf';
import { append, consistencyPlan, inclusionPlan, type NodeReader, peaks, readProof, readRoot } from './merkle';
import { publicKeyOf } from './note.keys';
import { problems } from './provenance.problems';
import { makeReceipt, type Receipt } from './receipt';

interface RecordRow {
  seq: string;
  type: string;
  subject: string;
  commitment: string;
  received_at: Date;
}

/** The tamper-evident log: what was recorded can be proven, by whoever holds a receipt, without trusting this server. */
@Injectable()
export class Provenance {
  constructor(
    private readonly db: Db,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Records that this content stood so at `tx.now`. Locks the head of the log, so call it last in a transaction.
   * `subject` is a prefixed id as shown outside; `digest` is `contentDigest(manifest)`. Returns the place in the log.
   */
  async append(tx: Tx, record: { type: string; subject: string; digest: Buffer }): Promise<{ seq: number }> {
    const [head] = await tx.query<{ size: string }>('select size from log_head for update');
    const seq = Number(head!.size);
    const salt = createSalt();
    const leaf = makeLeaf({ seq, type: record.type, subject: record.subject, commitment: commitment(salt, record.digest), receivedAt: tx.now });
    const { nodes } = append(seq, await reader(tx)(peaks(seq)), [hashOfLeaf(leaf)]);

    await tx.query('insert into log_record (seq, type, subject, commitment, received_at) values ($1, $2, $3, $4, $5)', [seq, leaf.type, leaf.subject, leaf.commitment, tx.now]);
    await tx.query('insert into log_opening (seq, salt, digest) values ($1, $2, $3)', [seq, salt, record.digest]);
    await tx.query('insert into log_node (level, index, hash) select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])', [
      nodes.map(({ level }) => level), nodes.map(({ index }) => index), nodes.map(({ hash }) => hash),
    ]);
    await tx.query('update log_head set size = $1', [seq + 1]);
    return { seq };
  }

  /** What the person whose content it is may keep: it holds the salt. @throws noSuchRecord, also when the content was erased. */
  async receipt(seq: number): Promise<Receipt> {
    const leaf = await this.leaf(seq);
    const [opening] = await this.db.query<{ salt: Buffer; digest: Buffer }>('select salt, digest from log_opening where seq = $1', [seq]);
    if (!opening) throw problems.noSuchRecord();
    const size = await this.size();
    const inclusionProof = await readProof(inclusionPlan(seq, size), reader(this.db));
    return makeReceipt({ leaf, contentDigest: opening.digest, salt: opening.salt, inclusionProof, checkpoint: await this.checkpoint(size) });
  }

  /** A receipt that carries what was recorded: whoever has it can check all of it offline. */
  async receiptWith(seq: number, content: ContentManifest): Promise<Receipt & { content: ContentManifest }> {
    const receipt = await this.receipt(seq);
    if (contentDigest(content).toString('hex') !== receipt.contentDigest) throw new Error(`record ${seq} is about other content`);
    return { ...receipt, content };
  }

  /** Makes content unprovable for ever, and the record with it meaningless; the log stays whole. */
  async forget(tx: Tx, seq: number): Promise<void> {
    await tx.query('delete from log_opening where seq = $1', [seq]);
  }

  async leaf(seq: number): Promise<Leaf> {
    const [row] = await this.db.query<RecordRow>('select * from log_record where seq = $1', [seq]);
    if (!row) throw problems.noSuchRecord();
    return makeLeaf({ seq: Number(row.seq), type: row.type, subject: row.subject, commitment: Buffer.from(row.commitment, 'hex'), receivedAt: row.received_at });
  }

  async size(): Promise<number> {
    const [head] = await this.db.query<{ size: string }>('select size from log_head');
    return Number(head!.size);
  }

  /** The signed note over the first `size` records (default: all there are). */
  async checkpoint(size?: number): Promise<string> {
    const at = size ?? (await this.size());
    return signCheckpoint({ size: at, root: await readRoot(at, reader(this.db)) }, this.config.logSigningKey);
  }

  publicKey(): string {
    return publicKeyOf(this.config.logSigningKey);
  }

  async inclusionProof(seq: number, size?: number): Promise<Buffer[]> {
    const whole = await this.size();
    const at = size ?? whole;
    if (at > whole) throw problems.noSuchSize();
    if (seq >= at) throw problems.noSuchRecord();
    return readProof(inclusionPlan(seq, at), reader(this.db));
  }

  async consistencyProof(first: number, second: number): Promise<Buffer[]> {
    if (first > second || second > (await this.size())) throw problems.noSuchSize();
    return readProof(consistencyPlan(first, second), reader(this.db));
  }
}

function reader(db: Pick<Tx, 'query'>): NodeReader {
  return async (nodes) => {
    const rows = await db.query<{ level: number; index: string; hash: Buffer }>(
      'select n.level, n.index, n.hash from log_node n join unnest($1::smallint[], $2::bigint[]) as w(level, index) using (level, index)',
      [nodes.map(({ level }) => level), nodes.map(({ index }) => index)],
    );
    return rows.map(({ level, index, hash }) => ({ level, index: Number(index), hash }));
  };
}
