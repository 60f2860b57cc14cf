import { Injectable } from '@nestjs/common';
import { type Actor, type ChallengeId, pageOf, type Page } from '@app/kernel';
import { type Challenge, Challenges, mayRead, Phase } from '@app/challenges';
import { Db, type PageQuery, positionOf, requestProblems } from '@app/platform';
import type { AnswerKind, QuestionState } from './question.lifecycle';
import { type AskingEnd, askingEnd, takesBinding } from './question.rules';
import { mayAnswer, mayAsk, mayModerate } from './threads.policy';

interface Row {
  id: string;
  state: QuestionState;
  text: string;
  askedAt: Date;
  answer: string | null;
  answeredAt: Date | null;
  isMine: boolean;
  hiddenAt: Date | null;
  hiddenBecause: string | null;
  version: number;
  number: number | null;
  ruleCardVersion: number | null;
  hash: Buffer | null;
  recordSeq: number | null;
}

/** A question as one reader may see it: its texts are null where staff have hidden them from this reader. */
export interface ReadQuestion {
  id: string;
  state: QuestionState;
  text: string | null;
  askedAt: Date;
  isMine: boolean;
  answer: { text: string; kind: AnswerKind; at: Date; clarification: { number: number; ruleCardVersion: number; hash: Buffer; recordSeq: number } | null } | null;
  hidden: { at: Date; reason: string } | null;
  version: number;
  can: ('answer' | 'withdraw')[];
}

/** Whether questions are taken of this reader now, and why not. */
export interface Asking {
  mayAsk: boolean;
  end: AskingEnd | null;
  takesBinding: boolean;
}

interface Around extends Asking {
  challenge: Challenge;
}

const columns = `q.id, q.state, q.text, q.asked_at as "askedAt", q.answer, q.answered_at as "answeredAt", coalesce(q.asked_by = $1, false) as "isMine", q.hidden_at as "hiddenAt",
  q.hidden_because as "hiddenBecause", q.version, c.number, c.rule_card_version as "ruleCardVersion", c.hash, c.record_seq as "recordSeq"`;

/** Reads of questions. Who asked stands in none of them. */
@Injectable()
export class QuestionsQueries {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
  ) {}

  /** Of one challenge, the newest first. @throws notFound */
  async page(actor: Actor, challengeId: ChallengeId, state: QuestionState | undefined, page: PageQuery): Promise<Page<ReadQuestion> & Asking> {
    const around = await this.around(actor, challengeId);
    const [at, id] = positionOf(page, 2) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    const rows = await this.db.query<Row>(
      `select ${columns} from question q left join clarification c on c.id = q.clarification_id
       where q.challenge_id = $2 and q.state <> 'withdrawn' and ($3::text is null or q.state = $3) and (q.asked_at, q.id) < ($4::timestamptz, $5::uuid)
       order by q.asked_at desc, q.id desc limit $6`,
      [actor.personId ?? null, challengeId, state ?? null, at, id, page.limit + 1],
    );
    return { ...pageOf(rows, page.limit, (row) => [row.askedAt.toISOString(), row.id], (row) => shown(actor, around, row)), mayAsk: around.mayAsk, end: around.end, takesBinding: around.takesBinding };
  }

  /** @throws notFound */
  async one(actor: Actor, id: string): Promise<ReadQuestion> {
    const [row] = await this.db.query<Row & { challengeId: ChallengeId }>(
      `select ${columns}, q.challenge_id as "challengeId" from question q left join clarification c on c.id = q.clarification_id where q.id = $2 and q.state <> 'withdrawn'`,
      [actor.personId ?? null, id],
    );
    if (!row) throw requestProblems.notFound();
    return shown(actor, await this.around(actor, row.challengeId), row);
  }

  private async around(actor: Actor, challengeId: ChallengeId): Promise<Around> {
    const challenge = await this.challenges.find(challengeId);
    if (!challenge || !mayRead(actor, challenge)) throw requestProblems.notFound();
    const phases = await this.db.find(Phase, { challengeId }, { position: 'ASC' });
    const end = askingEnd(challenge.state, phases) ?? null;
    return { challenge, end, mayAsk: end === null && challenge.pausedAt === null && mayAsk(actor, challenge), takesBinding: takesBinding(challenge.state, phases, await this.db.now()) };
  }
}

function shown(actor: Actor, { challenge, end }: Around, row: Row): ReadQuestion {
  const { id, state, askedAt, isMine, version, hiddenAt, hiddenBecause } = row;
  const isBinding = row.number !== null;
  const isShown = hiddenAt === null || isMine || mayModerate(actor);
  const may = {
    answer: end === null && !isBinding && hiddenAt === null && mayAnswer(actor, challenge),
    withdraw: isMine && state === 'open',
  };
  const clarification = isBinding ? { number: row.number!, ruleCardVersion: row.ruleCardVersion!, hash: row.hash!, recordSeq: row.recordSeq! } : null;
  return {
    id, state, askedAt, isMine, version,
    text: isShown ? row.text : null,
    answer: isShown && row.answer !== null ? { text: row.answer, kind: isBinding ? 'binding' : 'informal', at: row.answeredAt!, clarification } : null,
    hidden: hiddenAt && { at: hiddenAt, reason: hiddenBecause! },
    can: (['answer', 'withdraw'] as const).filter((verb) => may[verb]),
  };
}
