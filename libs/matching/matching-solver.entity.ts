import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrganisationId } from '@app/kernel';
import { Audited } from '@app/platform';

/** Whether an organisation wants to be matched. Its row also tells every worker's index that something about it changed. */
@Entity()
@Audited('isOn')
export class MatchingSolver {
  @PrimaryColumn('uuid') organisationId: OrganisationId;
  @Column('boolean') isOn: boolean;

  static of(organisationId: OrganisationId): MatchingSolver {
    return Object.assign(new MatchingSolver(), { organisationId, isOn: true });
  }
}
