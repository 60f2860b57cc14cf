import { ApiProperty } from '@nestjs/swagger';
import { RECEIPT_FORMAT, type Receipt } from '../receipt';
import { LeafView } from './log.view';

/** Proof that this content was received at this time: keep it */
export class ReceiptView implements Omit<Receipt, 'content'> {
  @ApiProperty({ enum: [RECEIPT_FORMAT] })
  format: typeof RECEIPT_FORMAT;
  serverTime: string;
  /** Place in the public log, from 0 */
  index: number;

  leaf: LeafView;

  contentDigest: string;
  /** Keep it as private as the content */
  salt: string;
  inclusionProof: string[];
  /** Signed state of the log */
  checkpoint: string;
}

export class ManifestFileView {
  name: string;
  size: number;
  sha256: string;
}

/** What the digest of a receipt is made of */
export class ManifestView {
  @ApiProperty({ type: 'object', additionalProperties: true })
  fields: object;

  files: ManifestFileView[];
}

/** A receipt with what it is about: `guildhall verify` checks all of it offline */
export class FullReceiptView extends ReceiptView {
  content: ManifestView;

  static of({ content, ...receipt }: Receipt & { content: NonNullable<Receipt['content']> }): FullReceiptView {
    return Object.assign(new FullReceiptView(), receipt, { content: { fields: content.fields, files: [...content.files] } });
  }
}
