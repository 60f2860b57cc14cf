import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { newId, type PersonId, type StateOf } from '@app/kernel';
import { InstantColumn, Lockable, StateColumn } from '@app/platform';
import { personLifecycle } from './identity.lifecycle';

/** Somebody with a proven e-mail address; a sign-up becomes a person only by the link in its mail. */
@Entity()
@Lockable('person')
export class Person {
  @PrimaryColumn('uuid')
  id: PersonId;

  /** Compared without regard to case. */
  @Column('citext')
  email: string;

  @Column('text')
  name: string;

  /** ISO 3166 alpha-2 */
  @Column('text')
  country: string;

  @Column('text')
  locale: string;

  /** `scrypt$cost$salt$hash`; null until one was set, then nobody can sign in by password. */
  @Column('text', { nullable: true })
  passwordHash: string | null;

  @StateColumn(personLifecycle)
  state: StateOf<typeof personLifecycle>;

  @InstantColumn()
  emailVerifiedAt: Date;

  @InstantColumn()
  createdAt: Date;

  @VersionColumn()
  version: number;

  static verified(details: Pick<Person, 'email' | 'name' | 'country'> & Partial<Pick<Person, 'passwordHash' | 'locale'>>, now: Date): Person {
    return Object.assign(new Person(), { id: newId('person'), locale: 'en', passwordHash: null, ...details, state: 'active', emailVerifiedAt: now, createdAt: now });
  }
}
