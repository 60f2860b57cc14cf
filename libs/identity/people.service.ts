import { Injectable } from '@nestjs/common';
import { type Actor, type PersonId } from '@app/kernel';
import { Db, requestProblems, requireVersion, type Tx } from '@app/platform';
import { mailSignUp, personVerified } from './identity.events';
import { problems } from './identity.problems';
import { MailCaps } from './mail-caps.service';
import { Organisations } from './organisations.service';
import { passwordFaults } from './password.rules';
import { Passwords } from './passwords.service';
import { Person } from './person.entity';
import { hashOf } from './secrets';
import { type AccountKind, SignUp } from './sign-up.entity';

const linkLasts = 7 * 24 * 60 * 60 * 1000;

export interface SignUpDetails {
  email: string;
  password: string;
  name: string;
  country: string;
  kind: AccountKind;
}

interface UsedSignUp extends Pick<SignUp, 'email' | 'name' | 'country' | 'kind'> {
  password_hash: string;
}

/** People and their accounts. */
@Injectable()
export class People {
  constructor(
    private readonly db: Db,
    private readonly passwords: Passwords,
    private readonly organisations: Organisations,
    private readonly mailCaps: MailCaps,
  ) {}

  /** Does the same work and says the same whether the address is known or not; the mail tells its owner which. @throws invalid, tooManyMails */
  async signUp(actor: Actor, { password, ...details }: SignUpDetails): Promise<void> {
    const errors = await passwordFaults(password, details.email);
    if (errors.length > 0) throw requestProblems.invalid({ errors });
    const passwordHash = await this.passwords.hash(password);
    await this.db.change(actor, async (tx) => {
      const signUp = await tx.save(SignUp.of({ ...details, passwordHash }, new Date(Date.now() + linkLasts)));
      await this.mailCaps.promise(tx, mailSignUp, { signUpId: signUp.id }, signUp.email);
    });
  }

  /** The link of a sign-up's mail, good once: the account exists from now on. @throws linkNotValid */
  async verify(actor: Actor, token: string): Promise<Person> {
    return this.db.change(actor, async (tx) => {
      const [used] = await tx.query<UsedSignUp>(
        `update sign_up set used_at = now() where token_hash = $1 and used_at is null and expires_at > now()
           and not exists (select from person p where p.email = sign_up.email)
         returning email, name, country, kind, password_hash`,
        [hashOf(token)],
      );
      if (!used) throw problems.linkNotValid();
      const person = await this.create(tx, { email: used.email, name: used.name, country: used.country, passwordHash: used.password_hash });
      if (used.kind === 'freelancer') await this.organisations.found(tx, person.id, { kind: 'sole_trader', name: used.name, country: used.country });
      return person;
    });
  }

  /** A person whose address is known to be theirs. */
  async create(tx: Tx, details: Pick<Person, 'email' | 'name' | 'country'> & Partial<Pick<Person, 'passwordHash' | 'locale'>>): Promise<Person> {
    const person = await tx.save(Person.verified(details, tx.now));
    tx.emit(personVerified, { personId: person.id });
    return person;
  }

  find(source: Db | Tx, id: PersonId | string): Promise<Person | undefined> {
    return source.findOne(Person, { id: id as PersonId });
  }

  /** @throws preconditionFailed */
  async edit(actor: Actor, version: number, changes: Partial<Pick<Person, 'name' | 'country' | 'locale'>>): Promise<Person> {
    return this.db.change(actor, async (tx) => {
      const person = (await tx.lock(Person, actor.personId!))!;
      requireVersion(person, version);
      return tx.save(Object.assign(person, changes));
    });
  }
}
