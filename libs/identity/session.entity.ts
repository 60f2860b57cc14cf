import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Id, newId, type PersonId } from '@app/kernel';
import { InstantColumn } from '@app/platform';

/** A signed-in browser. Only the hash of its cookie is here. All its times are wall time. */
@Entity()
export class Session {
  @PrimaryColumn('uuid')
  id: Id<'session'>;

  @Column('text')
  tokenHash: string;

  @Column('uuid')
  personId: PersonId;

  @InstantColumn()
  createdAt: Date;

  /** When the person last proved who they are. */
  @InstantColumn()
  authenticatedAt: Date;

  @InstantColumn()
  lastSeenAt: Date;

  /** It ends then at the latest, however busy it is. */
  @InstantColumn()
  expiresAt: Date;

  /** Ended ones are kept a while: networks a person signed in from are never locked out by strangers. */
  @InstantColumn({ nullable: true })
  endedAt: Date | null;

  /** Where it came from, as a /24 or /56. */
  @Column('text')
  network: string;

  @Column('text', { nullable: true })
  userAgent: string | null;

  static of(details: Pick<Session, 'tokenHash' | 'personId' | 'network' | 'userAgent' | 'expiresAt'>, now: Date): Session {
    return Object.assign(new Session(), { id: newId('session'), ...details, createdAt: now, authenticatedAt: now, lastSeenAt: now, endedAt: null });
  }
}
