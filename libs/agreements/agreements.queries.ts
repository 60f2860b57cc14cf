import { Injectable } from '@nestjs/common';
import type { PersonId } from '@app/kernel';
import { Db } from '@app/platform';
import { Agreement, Signature } from './agreement.entity';

/** Lists of agreements. One row more than `limit` where there is more. */
@Injectable()
export class AgreementLists {
  constructor(private readonly db: Db) {}

  /** Those a person made the work of, or answers for on either side; newest first. */
  async ofPerson(personId: PersonId, after: readonly (string | number)[] | undefined, limit: number): Promise<{ agreement: Agreement; signatures: Signature[] }[]> {
    const rows = await this.db.query<{ id: Agreement['id'] }>(
      `with mine as (select organisation_id from member where person_id = $1 and roles && '{owner,manager,signatory,treasurer}')
       select a.id from agreement a
       where (a.author_ids @> array[$1::uuid] or a.sponsor_id in (select organisation_id from mine) or a.recipient_id in (select organisation_id from mine))
         and ($2::timestamptz is null or (a.made_at, a.id) < ($2, $3::uuid)) order by a.made_at desc, a.id desc limit $4`,
      [personId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    return Promise.all(rows.map(async ({ id }) => ({ agreement: (await this.db.findOne(Agreement, id))!, signatures: await this.db.find(Signature, { agreementId: id }, { recordSeq: 'ASC' }) })));
  }
}
