import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import { blocksOf, TextBlockView } from '@app/agreements';
import { AmountView } from '@app/payments';
import { declarationLifecycle, type DeclarationState } from '../declaration.lifecycle';
import type { DeclarationRow, ReadDeclaration, UnsignedDeclaration, WaitingDeclaration } from '../declarations.service';
import { RestView } from './rest.view';

/** What a sponsor who has read submissions signs before money goes back to it: that it does not use what was handed in, except what an agreement in force gives it */
export class NonUseDeclarationView {
  challengeId: string;
  challengeTitle: string;
  challengeSlug: string;
  /** The sponsor, who declares */
  organisationId: string;
  organisationName: string;
  @ApiProperty({ enum: declarationLifecycle.states })
  state: DeclarationState;
  askedAt: string;
  signedAt: string | null;

  static of({ declaration, challengeTitle, challengeSlug, organisationName }: DeclarationRow): NonUseDeclarationView {
    const { challengeId, organisationId, state, askedAt, signedAt } = declaration;
    return Object.assign(new NonUseDeclarationView(), {
      challengeId: showId('challenge', challengeId), challengeTitle, challengeSlug, organisationId: showId('organisation', organisationId), organisationName,
      state, askedAt: askedAt.toISOString(), signedAt: signedAt?.toISOString() ?? null,
    });
  }
}

/** With the money that waits for it */
export class WaitingNonUseDeclarationView extends NonUseDeclarationView {
  /** What goes back when it is signed; null once it is, and for those who only handed something in */
  @ApiProperty({ type: () => RestView, nullable: true })
  rest: RestView | null;

  static withRest({ rest, ...row }: WaitingDeclaration): WaitingNonUseDeclarationView {
    return Object.assign(new WaitingNonUseDeclarationView(), NonUseDeclarationView.of(row), { rest: rest ? RestView.of(rest) : null });
  }
}

export class NonUseDeclarationDetailView extends WaitingNonUseDeclarationView {
  /** What is signed: UTF-8, lines beginning with `#` are headings, those beginning with `-` points */
  text: string;
  /** The same, set for reading */
  blocks: TextBlockView[];
  /** SHA-256 of the bytes of `text` */
  hash: string;
  /** Who signed, as it was typed; for the sponsor and staff */
  signedBy: string | null;
  /** Its number in the public log, once it is signed */
  record: number | null;
  /** Whether you could sign it now */
  maySign: boolean;

  static withText({ maySign, knowsWhoSigned, ...row }: ReadDeclaration): NonUseDeclarationDetailView {
    const { text, hash, name, recordSeq } = row.declaration;
    return Object.assign(new NonUseDeclarationDetailView(), WaitingNonUseDeclarationView.withRest(row), {
      text, blocks: blocksOf(text).map((block) => TextBlockView.of(block)), hash: hash.toString('hex'), signedBy: knowsWhoSigned ? name : null, record: recordSeq, maySign,
    });
  }
}

/** One that is not signed, with the money that waits for it */
export class UnsignedNonUseDeclarationView extends NonUseDeclarationView {
  /** What is held and not awarded: bounty and fee; a part of the fee may be kept when it goes back */
  amount: AmountView;
  /** When the provider lets the platform hold it no longer */
  heldUntil: string | null;
  /** That time is over */
  isOverLimit: boolean;

  static withAmount({ waiting: { amount, currency }, heldUntil, isOverLimit, ...row }: UnsignedDeclaration): UnsignedNonUseDeclarationView {
    return Object.assign(new UnsignedNonUseDeclarationView(), NonUseDeclarationView.of(row), { amount: AmountView.of(amount, currency), heldUntil: heldUntil?.toISOString() ?? null, isOverLimit });
  }
}

export class UnsignedNonUseDeclarationPageView {
  items: UnsignedNonUseDeclarationView[];
  next?: string;
}

export class NonUseDeclarationPageView {
  items: WaitingNonUseDeclarationView[];
  next?: string;
}
