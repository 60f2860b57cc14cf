import { Injectable } from '@nestjs/common';
import type { PayloadOf } from '@app/kernel';
import { memberRemoved } from '@app/identity';
import { On, type Tx } from '@app/platform';
import { catalogue } from '../catalogue';

const lost = Object.entries(catalogue).flatMap(([kind, { to }]) => (to.isOfMembers ? [`when '${kind}' then not ${to.has}`] : []));

/** Whoever leaves an organisation no longer reads what they were told for being in it. */
@Injectable()
export class Leaving {
  @On(memberRemoved)
  async clear({ personId }: PayloadOf<typeof memberRemoved>, tx: Tx): Promise<void> {
    await tx.query(`delete from inbox_item item using notification told where told.id = item.notification_id and item.person_id = $1 and case item.kind ${lost.join('\n')} else false end`, [personId]);
  }
}
