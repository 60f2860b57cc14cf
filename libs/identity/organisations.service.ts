import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, type MemberRole, type OrganisationId, type PersonId } from '@app/kernel';
import { Db, requestProblems, requireVersion, type Tx } from '@app/platform';
import { memberAdded, organisationChecked, organisationCreated, organisationEdited } from './identity.events';
import { mayEditOrganisation, mayVerifyOrganisation } from './identity.policy';
import { problems } from './identity.problems';
import { Member } from './member.entity';
import { Organisation } from './organisation.entity';
import { Sessions, type Started } from './sessions.service';
import { slugOf } from './slug.rules';

type Details = Pick<Organisation, 'kind' | 'name' | 'country'> & Partial<Pick<Organisation, 'website' | 'declaredOwner'>>;

/** Somebody to write to. */
export interface Contact {
  personId: PersonId;
  email: string;
  name: string;
}

/** Organisations, and what other modules ask about them. */
@Injectable()
export class Organisations {
  constructor(
    private readonly db: Db,
    private readonly sessions: Sessions,
  ) {}

  /** The person becomes its owner; the session goes on under a new secret, since it gains rights. */
  create(actor: Actor, details: Details): Promise<{ organisation: Organisation; started: Started }> {
    return this.db.change(actor, async (tx) => {
      const organisation = await this.found(tx, actor.personId!, details);
      return { organisation, started: await this.sessions.renewOwn(tx, actor) };
    });
  }

  async found(tx: Tx, ownerId: PersonId, details: Details): Promise<Organisation> {
    const organisation = await tx.save(Organisation.of({ ...details, slug: await this.freeSlug(tx, details.name) }, tx.now));
    await tx.save(Member.of(organisation.id, ownerId, ['owner'], tx.now));
    tx.emit(organisationCreated, { organisationId: organisation.id });
    tx.emit(memberAdded, { organisationId: organisation.id, personId: ownerId });
    return organisation;
  }

  /** @throws notFound */
  async get(id: OrganisationId | string): Promise<Organisation> {
    const organisation = await this.db.findOne(Organisation, { id: id as OrganisationId });
    if (!organisation) throw requestProblems.notFound();
    return organisation;
  }

  /** @throws notFound */
  async getBySlug(slug: string): Promise<Organisation> {
    const organisation = await this.db.findOne(Organisation, { slug });
    if (!organisation) throw requestProblems.notFound();
    return organisation;
  }

  /** What was verified is not what it is called now: a change of name or country asks for a new check. @throws notFound, preconditionFailed */
  edit(actor: Actor, id: OrganisationId, version: number, changes: Partial<Omit<Details, 'kind'> & Pick<Organisation, 'about' | 'topics'>>): Promise<Organisation> {
    if (!mayEditOrganisation(actor, id)) throw requestProblems.notFound();
    return this.db.change(actingAs(actor, 'member', id), async (tx) => {
      const organisation = await this.locked(tx, id);
      requireVersion(organisation, version);
      const fields = Object.entries(changes).filter(([field, value]) => !isDeepStrictEqual(organisation[field as keyof Organisation], value)).map(([field]) => field);
      if (fields.length === 0) return organisation;
      const related = async () => (fields.includes('name') || fields.includes('declaredOwner') ? [...(await this.relatedTo(tx, [id])).get(id)!] : []);
      const before = await related();
      Object.assign(organisation, changes);
      if (fields.includes('name') || fields.includes('country')) organisation.verifiedAt = null;
      await tx.save(organisation);
      tx.emit(organisationEdited, { organisationId: id, fields, relatedIds: [...new Set([...before, ...(await related())])] });
      return organisation;
    });
  }

  /** Staff say whether it is what it says it is; its owners hear why. What was found before may be found again, for another reason; said twice it is said once. @throws ownOrganisation, notFound, preconditionFailed */
  verify(actor: Actor, id: OrganisationId, version: number, isVerified: boolean, reason: string): Promise<Organisation> {
    if (!mayVerifyOrganisation(actor, id)) throw problems.ownOrganisation();
    return this.db.change(actor, async (tx) => {
      const organisation = await this.locked(tx, id);
      requireVersion(organisation, version);
      const action = isVerified ? 'organisation.verify' : 'organisation.unverify';
      const [last] = await tx.query<{ action: string; reason: string | null }>(`select action, reason from audit_entry where subject = 'organisation' and subject_id = $1 order by id desc limit 1`, [id]);
      if (last?.action === action && last.reason === reason) return organisation;
      await tx.save(Object.assign(organisation, { verifiedAt: isVerified ? (organisation.verifiedAt ?? tx.now) : null, checkedAt: tx.now }), { action, reason });
      tx.emit(organisationChecked, { organisationId: id });
      return organisation;
    });
  }

  /** Members holding any of these roles (all without any), for mails. */
  membersWith(organisationId: OrganisationId | string, ...roles: MemberRole[]): Promise<Contact[]> {
    return this.db.query<Contact>(
      `select p.id as "personId", p.email::text as email, p.name from member m join person p on p.id = m.person_id and p.state = 'active'
       where m.organisation_id = $1 and (cardinality($2::text[]) = 0 or m.roles && $2::text[]) order by m.joined_at, m.id`,
      [organisationId, roles],
    );
  }

  /** Related parties: the same organisation, a person who is in both, or the same declared owner. */
  async areRelated(tx: Pick<Tx, 'query'>, one: OrganisationId | string, other: OrganisationId | string): Promise<boolean> {
    return (await this.relatedTo(tx, [one])).get(one)!.has(other);
  }

  /** For each of these everybody it is related to, itself included. */
  async relatedTo(tx: Pick<Tx, 'query'>, ids: readonly (OrganisationId | string)[]): Promise<Map<string, Set<string>>> {
    const rows = await tx.query<{ id: string; other: string }>(
      `select a.organisation_id as id, b.organisation_id as other from member a join member b on b.person_id = a.person_id where a.organisation_id = any($1::uuid[])
       union all select a.id, b.id from organisation a join organisation b on plain_name(b.declared_owner) in (plain_name(a.declared_owner), plain_name(a.name)) where a.id = any($1::uuid[])
       union all select a.id, b.id from organisation a join organisation b on plain_name(b.name) = plain_name(a.declared_owner) where a.id = any($1::uuid[])`,
      [ids],
    );
    const related = new Map(ids.map((id) => [id as string, new Set<string>([id])]));
    for (const { id, other } of rows) related.get(id)!.add(other);
    return related;
  }

  /** @throws notFound, also for one that is closed */
  private async locked(tx: Tx, id: OrganisationId): Promise<Organisation> {
    const organisation = await tx.lock(Organisation, { id, state: 'active' });
    if (!organisation) throw requestProblems.notFound();
    return organisation;
  }

  private async freeSlug(tx: Tx, name: string): Promise<string> {
    const slug = slugOf(name);
    return (await tx.findOne(Organisation, { slug })) ? `${slug}-${randomBytes(3).toString('hex')}` : slug;
  }
}
