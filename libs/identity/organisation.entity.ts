import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { newId, type OrganisationId, type StateOf } from '@app/kernel';
import { Audited, InstantColumn, Lockable, StateColumn } from '@app/platform';
import { organisationLifecycle } from './identity.lifecycle';

export const organisationKinds = ['smb', 'enterprise', 'university', 'research_institute', 'government', 'investor', 'support_organisation', 'nonprofit', 'sole_trader'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** A legal or working body: who sponsors, who is paid. */
@Entity()
@Lockable('organisation')
@Audited('name', 'kind', 'country', 'verifiedAt', 'checkedAt')
export class Organisation {
  @PrimaryColumn('uuid')
  id: OrganisationId;

  @Column('text')
  kind: OrganisationKind;

  @Column('text')
  name: string;

  /** ISO 3166 alpha-2 */
  @Column('text')
  country: string;

  /** Its name in addresses of pages; never changes. */
  @Column('text')
  slug: string;

  @Column('text', { nullable: true })
  website: string | null;

  /** What it can do, in its own words; plain text. */
  @Column('text', { nullable: true })
  about: string | null;

  /** What it works on, as challenges are tagged. */
  @Column('text', { array: true })
  topics: string[];

  /** Who owns it, in its own words; two with the same declared owner are related parties. */
  @Column('text', { nullable: true })
  declaredOwner: string | null;

  @StateColumn(organisationLifecycle)
  state: StateOf<typeof organisationLifecycle>;

  /** When staff checked that it is what it says; a change of name or country clears it. */
  @InstantColumn({ nullable: true })
  verifiedAt: Date | null;

  /** When staff looked at it last, whatever they found. */
  @InstantColumn({ nullable: true })
  checkedAt: Date | null;

  @InstantColumn()
  createdAt: Date;

  @VersionColumn()
  version: number;

  static of(details: Pick<Organisation, 'kind' | 'name' | 'country' | 'slug'> & Partial<Pick<Organisation, 'website' | 'declaredOwner'>>, now: Date): Organisation {
    return Object.assign(new Organisation(), { id: newId('organisation'), website: null, about: null, topics: [], declaredOwner: null, ...details, state: 'active', verifiedAt: null, checkedAt: null, createdAt: now });
  }
}
