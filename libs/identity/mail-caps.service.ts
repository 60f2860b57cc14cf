import { Injectable } from '@nestjs/common';
import type { JobType } from '@app/kernel';
import type { Tx } from '@app/platform';
import { bucketOf, type Count, countOneMore } from './counts';
import { problems } from './identity.problems';
import { Person } from './person.entity';

const hour = 60 * 60;
/** Mails of one kind within an hour, to one address and from one person. */
const most = { to: 6, from: 60 };

/**
 * Mails that somebody else can cause to an address. They are counted when they are asked for, in the same transaction, each
 * kind apart: a mail server that is away uses nothing up, what was promised is sent, and sign-ups stop no mail for a new password.
 */
@Injectable()
export class MailCaps {
  /** @throws tooManyMails, tooManyMailsSent */
  async promise<P extends object>(tx: Tx, job: JobType<P>, payload: P, address: string): Promise<void> {
    const { personId } = tx.actor;
    if (personId !== undefined && (await this.count(tx, 'mail from', job, personId)).hits > most.from) throw problems.tooManyMailsSent();
    if ((await this.count(tx, 'mail to', job, address)).hits > most.to) throw problems.tooManyMails();
    tx.enqueue(job, payload);
  }

  /** Refuses nobody: beyond the cap a mail to an address without an account leaves in a later hour. */
  async promiseInTurn<P extends object>(tx: Tx, job: JobType<P>, payload: P, address: string): Promise<void> {
    if (await tx.findOne(Person, { email: address, state: 'active' })) return tx.enqueue(job, payload);
    const { hits, resetsAt } = await this.count(tx, 'mail to', job, address);
    const hoursLater = Math.ceil(hits / most.to) - 1;
    tx.enqueue(job, payload, hoursLater === 0 ? undefined : new Date(resetsAt.getTime() + (hoursLater - 1) * hour * 1000));
  }

  private count(tx: Tx, what: string, job: JobType<object>, about: string): Promise<Count> {
    return countOneMore((sql, params) => tx.query(sql, params), bucketOf(what, job.name, about), hour);
  }
}
