import { Column, Entity, PrimaryColumn } from 'typeorm';
import { newId } from '@app/kernel';
import { InstantColumn } from '@app/platform';

export const accountKinds = ['person', 'freelancer'] as const;
export type AccountKind = (typeof accountKinds)[number];

/**
 * A request for an account. It waits beside all others for the same address, each with its own password and link, so that
 * a stranger's sign-up can neither take an address nor change what the real owner's link leads to.
 */
@Entity()
export class SignUp {
  @PrimaryColumn('uuid')
  id: string;

  @Column('citext')
  email: string;

  @Column('text')
  name: string;

  @Column('text')
  country: string;

  @Column('text')
  kind: AccountKind;

  @Column('text')
  passwordHash: string;

  /** SHA-256 of the token in the mail; null until the mail is made. */
  @Column('text', { nullable: true })
  tokenHash: string | null;

  @InstantColumn()
  expiresAt: Date;

  @InstantColumn({ nullable: true })
  usedAt: Date | null;

  static of(details: Pick<SignUp, 'email' | 'name' | 'country' | 'kind' | 'passwordHash'>, expiresAt: Date): SignUp {
    return Object.assign(new SignUp(), { id: newId('token'), ...details, tokenHash: null, expiresAt, usedAt: null });
  }
}
