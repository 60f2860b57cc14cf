import { Injectable } from '@nestjs/common';
import type { PayloadOf } from '@app/kernel';
import { challengeResumed, phaseOpened } from '@app/challenges';
import { judgingBegun, judgingExtended } from '@app/judging';
import { Db, Due, eachDue, On, type Tx } from '@app/platform';
import { phaseClosesSoon, scoresDueSoon } from '../notifications.events';
import { remindAt } from '../reminder.rules';

interface DueReminder {
  id: string;
  what: 'closing' | 'scores';
}

interface Ending {
  challengeId: string;
  opensAt: Date;
  closesAt: Date;
  judgingEndsAt: Date;
}

const dueReminders = `select phase_id as id, what from reminder where due_at <= app_now()
  and not exists (select from phase p join challenge c on c.id = p.challenge_id where p.id = phase_id and c.paused_at is not null)`;

/** Reminders wait as rows, each sent once. What they are about may have moved meanwhile: then they wait on. */
@Injectable()
export class Reminders {
  constructor(private readonly db: Db) {}

  @On(phaseOpened)
  async remindOfClosing({ phaseId }: PayloadOf<typeof phaseOpened>, tx: Tx): Promise<void> {
    await this.plan(tx, phaseId, 'closing');
  }

  @On(judgingBegun)
  async remindOfScores({ phaseId }: PayloadOf<typeof judgingBegun>, tx: Tx): Promise<void> {
    await this.plan(tx, phaseId, 'scores');
  }

  @On(judgingExtended)
  async remindAgain({ phaseId }: PayloadOf<typeof judgingExtended>, tx: Tx): Promise<void> {
    await this.plan(tx, phaseId, 'scores');
  }

  /** What is ahead again is reminded of again. */
  @On(challengeResumed)
  async remindOfLater({ challengeId }: PayloadOf<typeof challengeResumed>, tx: Tx): Promise<void> {
    const phases = await tx.query<{ id: string; state: string }>(`select id, state from phase where challenge_id = $1 and state in ('open', 'judging')`, [challengeId]);
    for (const { id, state } of phases) await this.plan(tx, id, state === 'open' ? 'closing' : 'scores');
  }

  @Due('notifications.reminders')
  async takeDue(limit: number): Promise<number> {
    return eachDue<DueReminder>(this.db, 'notifications.reminders', dueReminders, limit, (tx, reminder) => this.remind(tx, reminder));
  }

  private async remind(tx: Tx, { id, what }: DueReminder): Promise<boolean> {
    const [taken] = await tx.query('delete from reminder where (phase_id, what) in (select phase_id, what from reminder where phase_id = $1 and what = $2 and due_at <= app_now() for update skip locked) returning what', [id, what]);
    const ending = taken && (await this.endingOf(tx, id));
    if (!ending) return taken !== undefined;
    const { challengeId, judgingEndsAt } = ending;
    const planned = plannedAt(what, ending);
    if (planned && planned > tx.now) await this.plan(tx, id, what);
    else if (what === 'closing') tx.emit(phaseClosesSoon, { challengeId, phaseId: id });
    else tx.emit(scoresDueSoon, { challengeId, phaseId: id, endsAt: judgingEndsAt.toISOString() });
    return true;
  }

  private async plan(tx: Tx, phaseId: string, what: DueReminder['what']): Promise<void> {
    const ending = await this.endingOf(tx, phaseId);
    const dueAt = ending && plannedAt(what, ending);
    if (!dueAt || dueAt <= tx.now) return;
    await tx.query('insert into reminder (phase_id, what, due_at) values ($1, $2, $3) on conflict (phase_id, what) do update set due_at = excluded.due_at', [phaseId, what, dueAt]);
  }

  private async endingOf(tx: Tx, phaseId: string): Promise<Ending | undefined> {
    const [ending] = await tx.query<Ending>(
      'select challenge_id as "challengeId", opens_at as "opensAt", closes_at as "closesAt", judging_ends_at as "judgingEndsAt" from phase where id = $1 and closes_at is not null and judging_ends_at is not null',
      [phaseId],
    );
    return ending;
  }
}

function plannedAt(what: DueReminder['what'], { opensAt, closesAt, judgingEndsAt }: Ending): Date | undefined {
  return what === 'closing' ? remindAt(opensAt, closesAt) : remindAt(closesAt, judgingEndsAt);
}
