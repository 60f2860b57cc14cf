import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
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
    const ids = rows.map(({ id }) => id);
    const [agreements, signatures] = await Promise.all([this.db.find(Agreement, { id: In(ids) }), this.db.find(Signature, { agreementId: In(ids) }, { recordSeq: 'ASC' })]);
    return ids.map((id) => ({ agreement: agreements.find((one) => one.id === id)!, signatures: signatures.filter(({ agreementId }) => agreementId === id) }));
  }
}
