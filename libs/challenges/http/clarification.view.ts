import { showId } from '@app/kernel';
import type { Clarification } from '../clarification.entity';
import { TextView } from './challenge.view';

/** A binding answer: it explains the rule card and is recorded beside it */
export class ClarificationView {
  id: string;
  /** From 1, within its challenge */
  number: number;
  /** Of the rule card it explains */
  ruleCardVersion: number;
  question: TextView;
  answer: TextView;
  at: string;
  /** SHA-256, hex, of what its receipt carries */
  hash: string;
  /** Its place in the public log */
  recordSeq: number;

  static of({ id, number, ruleCardVersion, question, answer, at, hash, recordSeq }: Clarification): ClarificationView {
    return Object.assign(new ClarificationView(), {
      id: showId('clarification', id), number, ruleCardVersion, question: TextView.of(question), answer: TextView.of(answer), at: at.toISOString(), hash: hash.toString('hex'), recordSeq,
    });
  }
}

export class ClarificationsView {
  items: ClarificationView[];
}
