import { Column, Entity, PrimaryColumn } from 'typeorm';
import { newId } from '@app/kernel';
import { InstantColumn } from '@app/platform';

/** Somebody asked to set a new password for an address; whether anybody has that address is looked up only when the mail is made. */
@Entity()
export class PasswordReset {
  @PrimaryColumn('uuid')
  id: string;

  @Column('citext')
  email: string;

  /** SHA-256 of the token in the mail; null until the mail is made. */
  @Column('text', { nullable: true })
  tokenHash: string | null;

  @InstantColumn()
  expiresAt: Date;

  @InstantColumn({ nullable: true })
  usedAt: Date | null;

  static for(email: string, expiresAt: Date): PasswordReset {
    return Object.assign(new PasswordReset(), { id: newId('token'), email, tokenHash: null, expiresAt, usedAt: null });
  }
}
