import { ApiProperty } from '@nestjs/swagger';
import { type Page, showId } from '@app/kernel';
import { TextView } from '@app/challenges';
import { type AnswerKind, answerKinds, questionLifecycle } from '../question.lifecycle';
import { type AskingEnd, askingEnds } from '../question.rules';
import type { Asking, ReadQuestion } from '../questions.queries';

/** What a binding answer is in the rules’ record */
export class ClarificationMarkView {
  /** From 1, within its challenge */
  number: number;
  ruleCardVersion: number;
  /** SHA-256, hex */
  hash: string;
  /** Its place in the public log */
  recordSeq: number;
}

export class PublicAnswerView {
  text: TextView;

  @ApiProperty({ enum: answerKinds })
  kind: AnswerKind;

  at: string;
  /** Of a binding answer */
  clarification: ClarificationMarkView | null;

  static of({ text, kind, at, clarification }: NonNullable<ReadQuestion['answer']>): PublicAnswerView {
    return Object.assign(new PublicAnswerView(), {
      text: TextView.of(text), kind, at: at.toISOString(),
      clarification: clarification && Object.assign(new ClarificationMarkView(), { ...clarification, hash: clarification.hash.toString('hex') }),
    });
  }
}

/** Staff took it from view */
export class HiddenView {
  at: string;
  /** In the words of staff */
  reason: string;

  static of(hidden: { at: Date; reason: string } | null): HiddenView | null {
    return hidden && Object.assign(new HiddenView(), { at: hidden.at.toISOString(), reason: hidden.reason });
  }
}

/** A public question; who asked it is told to nobody */
export class PublicQuestionView {
  id: string;

  @ApiProperty({ enum: questionLifecycle.states })
  state: string;

  /** Null where staff have hidden it */
  text: TextView | null;
  askedAt: string;
  /** Whether you asked it */
  isMine: boolean;
  answer: PublicAnswerView | null;
  hidden: HiddenView | null;
  version: number;

  /** What you may do with it now */
  @ApiProperty({ enum: ['answer', 'withdraw'], isArray: true })
  can: string[];

  static of({ id, state, text, askedAt, isMine, answer, hidden, version, can }: ReadQuestion): PublicQuestionView {
    return Object.assign(new PublicQuestionView(), {
      id: showId('question', id), state, text: TextView.of(text), askedAt: askedAt.toISOString(), isMine, answer: answer && PublicAnswerView.of(answer), hidden: HiddenView.of(hidden), version, can,
    });
  }
}

export class PublicQuestionPageView {
  items: PublicQuestionView[];
  next?: string;

  /** `ask` where you may ask now */
  @ApiProperty({ enum: ['ask'], isArray: true })
  can: string[];

  /** Why nobody asks or answers now: before it opens, since the sponsor has seen the judges’ order, or because it is over */
  @ApiProperty({ enum: askingEnds, nullable: true, type: String })
  closed: AskingEnd | null;

  /** Whether an answer given now could bind */
  takesBinding: boolean;

  static of({ items, next, mayAsk, end, takesBinding }: Page<ReadQuestion> & Asking): PublicQuestionPageView {
    return Object.assign(new PublicQuestionPageView(), { items: items.map((one) => PublicQuestionView.of(one)), next, can: mayAsk ? ['ask'] : [], closed: end, takesBinding });
  }
}
