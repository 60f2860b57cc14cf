import { ApiProperty } from '@nestjs/swagger';
import { type Actor, showId } from '@app/kernel';
import { type IpTerms, ipTerms } from '@app/challenges';
import { type Agreement, type Side, sides, type Signature } from '../agreement.entity';
import { agreementLifecycle, type AgreementState, isOpen } from '../agreement.lifecycle';
import { type Block, blockKinds, blocksOf } from '../agreement.text';
import { signsFor } from '../agreements.policy';

export class AgreementPartyView {
  organisationId: string;
  name: string;
  /** ISO 3166-1 alpha-2 */
  country: string;
}

export class SignatureView {
  @ApiProperty({ enum: sides })
  side: Side;
  /** As it was typed */
  name: string;
  /** SHA-256 of the text that was accepted */
  hash: string;
  signedAt: string;
  /** Its number in the public log */
  record: number;

  static of({ side, name, hash, signedAt, recordSeq }: Signature): SignatureView {
    return Object.assign(new SignatureView(), { side, name, hash: hash.toString('hex'), signedAt: signedAt.toISOString(), record: recordSeq });
  }
}

/** What a sponsor and the recipient of an award sign about the work */
export class AgreementView {
  id: string;
  awardId: string;
  challengeId: string;
  challengeTitle: string;
  prizeTitle: string;
  /** In words; null where nothing is paid */
  amount: string | null;
  @ApiProperty({ enum: ipTerms })
  ipTerms: IpTerms;
  sponsor: AgreementPartyView;
  recipient: AgreementPartyView;
  @ApiProperty({ enum: agreementLifecycle.states })
  state: AgreementState;
  madeAt: string;
  inForceAt: string | null;
  /** When it lapsed or ended, with the award it is about */
  endedAt: string | null;
  /** By when the recipient signs, or loses the award; null where it has no end, and once it has signed or need not any more */
  signBy: string | null;
  /** Oldest first */
  signatures: SignatureView[];
  /** For which side you could sign, and have not yet: `sponsor` or `recipient` */
  @ApiProperty({ enum: sides, nullable: true, type: String })
  signsFor: Side | null;
  /** Whether its sealed copy can be downloaded */
  isSealed: boolean;
  /** SHA-256 of the sealed copy */
  fileHash: string | null;
  /** Of the sealed copy, in the public log */
  record: number | null;

  static of(agreement: Agreement, signatures: readonly Signature[], actor: Actor): AgreementView {
    const { id, awardId, challengeId, state, terms, madeAt, inForceAt, endedAt, signBy, fileId, fileHash, recordSeq } = agreement;
    const side = isOpen(state) ? signsFor(actor, agreement) : undefined;
    const party = ({ id: organisationId, name, country }: { id: string; name: string; country: string }) => Object.assign(new AgreementPartyView(), { organisationId, name, country });
    return Object.assign(new AgreementView(), {
      id: showId('agreement', id), awardId: showId('award', awardId), challengeId: showId('challenge', challengeId), challengeTitle: terms.challenge.title,
      prizeTitle: terms.prize.title, amount: terms.prize.amount, ipTerms: terms.ip.terms, sponsor: party(terms.sponsor), recipient: party(terms.recipient),
      state, madeAt: madeAt.toISOString(), inForceAt: inForceAt?.toISOString() ?? null, endedAt: endedAt?.toISOString() ?? null, signBy: (isOpen(state) && !signatures.some((signature) => signature.side === 'recipient') && signBy?.toISOString()) || null, signatures: signatures.map((signature) => SignatureView.of(signature)),
      signsFor: side && !signatures.some((signature) => signature.side === side) ? side : null,
      isSealed: fileId !== null, fileHash: fileHash?.toString('hex') ?? null, record: recordSeq,
    });
  }
}

/** A part of a text that is signed, as it is set for reading */
export class TextBlockView {
  @ApiProperty({ enum: blockKinds })
  kind: Block['kind'];
  /** One, but for points: one each */
  lines: string[];

  static of({ kind, lines }: Block): TextBlockView {
    return Object.assign(new TextBlockView(), { kind, lines });
  }
}

export class AgreementDetailView extends AgreementView {
  /** What is signed: UTF-8, lines beginning with `#` are headings, those beginning with `-` points */
  text: string;
  /** The same, set for reading */
  blocks: TextBlockView[];
  /** SHA-256 of the bytes of `text` */
  hash: string;

  static withText(agreement: Agreement, signatures: readonly Signature[], actor: Actor): AgreementDetailView {
    return Object.assign(new AgreementDetailView(), AgreementView.of(agreement, signatures, actor), {
      text: agreement.text, blocks: blocksOf(agreement.text).map((block) => TextBlockView.of(block)), hash: agreement.hash.toString('hex'),
    });
  }
}

export class AgreementPageView {
  items: AgreementView[];
  next?: string;
}
