import { Injectable } from '@nestjs/common';
import type { PayloadOf } from '@app/kernel';
import { memberRemoved, memberRolesChanged } from '@app/identity';
import { On, type Tx } from '@app/platform';
import { catalogue } from '../catalogue';

const lost = Object.entries(catalogue).flatMap(([kind, { to }]) => (to.isOfMembers ? [`when '${kind}' then not ${to.has}`] : []));

/** Whoever leaves an organisation, or is no longer what they were there, no longer reads what they were told for it. */
@Injectable()
export class Leaving {
  @On(memberRemoved)
  async clear({ personId }: PayloadOf<typeof memberRemoved>, tx: Tx): Promise<void> {
    await tx.query(`delete from inbox_item item using notification told where told.id = item.notification_id and item.person_id = $1 and case item.kind ${lost.join('\n')} else false end`, [personId]);
  }

  @On(memberRolesChanged)
  clearRole({ personId, organisationId }: PayloadOf<typeof memberRolesChanged>, tx: Tx): Promise<void> {
    return this.clear({ personId, organisationId }, tx);
  }
}
