import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Id, type MemberRole, newId, type OrganisationId, type PersonId, type StateOf } from '@app/kernel';
import { Audited, InstantColumn, StateColumn } from '@app/platform';
import { invitationLifecycle } from './identity.lifecycle';

/** An offer to one address to become a member; it dies with the rights of who made it. */
@Entity()
@Audited('roles')
export class Invitation {
  @PrimaryColumn('uuid')
  id: Id<'invitation'>;

  @Column('uuid')
  organisationId: OrganisationId;

  @Column('citext')
  email: string;

  @Column('text', { array: true })
  roles: MemberRole[];

  @Column('uuid')
  invitedBy: PersonId;

  @StateColumn(invitationLifecycle)
  state: StateOf<typeof invitationLifecycle>;

  /** SHA-256 of the token in the mail; null until the mail is made. */
  @Column('text', { nullable: true })
  tokenHash: string | null;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  expiresAt: Date;

  static of(details: Pick<Invitation, 'organisationId' | 'email' | 'roles' | 'invitedBy'>, createdAt: Date, expiresAt: Date): Invitation {
    return Object.assign(new Invitation(), { id: newId('invitation'), ...details, state: 'open', tokenHash: null, createdAt, expiresAt });
  }
}
