import { Injectable } from '@nestjs/common';
import type { AgreementId, AwardId, ChallengeId, Currency, EntryId, Id, OrganisationId, PersonId, PhaseId } from '@app/kernel';
import { Db } from '@app/platform';
import type { AgreementState } from '@app/agreements';
import type { AwardState } from './award.lifecycle';
import type { AwardKind } from './award.rules';
import type { AwardFacts } from './bounties.policy';

/** An award with the names that belong to it. */
export interface AwardRow extends AwardFacts {
  id: AwardId;
  challengeId: ChallengeId;
  challengeTitle: string;
  phaseId: PhaseId;
  /** Null for a compensation, which is of no prize in particular. */
  prizeId: Id<'prize'> | null;
  prizeTitle: string | null;
  kind: AwardKind;
  place: number | null;
  entryId: EntryId;
  organisationId: OrganisationId;
  organisationName: string;
  personIds: PersonId[];
  payeeIds: OrganisationId[];
  /** Minor units, as text. */
  amount: string;
  currency: Currency | null;
  state: AwardState;
  /** By which decision or rule it was announced. */
  announcedBy: AnnouncedBy;
  /** Its rule card has both sides sign about it before it is released. */
  isSignedFor: boolean;
  reason: string | null;
  announcedAt: Date;
  respondBy: Date | null;
  releaseFrom: Date;
  /** The process can still be appealed, by the platform's clock. */
  isOpenToObjection: boolean;
  acceptedAt: Date | null;
  signedAt: Date | null;
  dueAt: Date | null;
  releasedAt: Date | null;
  lostAt: Date | null;
  recordSeq: number | null;
  agreementId: AgreementId | null;
  agreementState: AgreementState | null;
  /** When its agreement came into force. */
  inForceAt: Date | null;
  /** It did so without the sponsor, who let its time to sign pass. */
  isSponsorBound: boolean;
  version: number;
}

/** `by_ranking`, `sponsor_choice`: as it was decided; `next_in_line`: whoever stood before holds it no more; `no_award_rule`: a share of what nobody reached; `staff`: a compensation. */
export const announcers = ['by_ranking', 'sponsor_choice', 'next_in_line', 'no_award_rule', 'staff'] as const;
export type AnnouncedBy = (typeof announcers)[number];

type Position = readonly (string | number)[] | undefined;

const select = `
  select a.id, a.challenge_id as "challengeId", c.title as "challengeTitle", c.sponsor_id as "sponsorId", a.phase_id as "phaseId", a.prize_id as "prizeId", z.title as "prizeTitle",
    a.kind, a.place, a.entry_id as "entryId", e.organisation_id as "organisationId", o.name as "organisationName",
    array(select m.person_id::text from entry_member m where m.entry_id = e.id) as "personIds",
    array(select distinct m.payee_organisation_id::text from entry_member m where m.entry_id = e.id) as "payeeIds",
    a.amount::text, a.currency, a.state,
    case a.kind when 'compensation' then 'staff' when 'split' then 'no_award_rule' else coalesce((select d.how from decision d join decision_place w on w.decision_id = d.id
      where d.phase_id = a.phase_id and w.prize_id = a.prize_id and w.submission_id = a.submission_id), 'next_in_line') end as "announcedBy",
    a.kind = 'placement' and coalesce(c.numbers ? 'sponsorSignsDays', false) as "isSignedFor", a.reason, a.announced_at as "announcedAt", a.respond_by as "respondBy", a.release_from as "releaseFrom", a.release_from > app_now() as "isOpenToObjection",
    a.accepted_at as "acceptedAt", a.signed_at as "signedAt", a.due_at as "dueAt", a.released_at as "releasedAt", a.lost_at as "lostAt", a.record_seq as "recordSeq", g.id as "agreementId", g.state as "agreementState", g.in_force_at as "inForceAt",
    g.in_force_at is not null and not exists (select from signature s where s.agreement_id = g.id and s.side = 'sponsor') as "isSponsorBound", a.version
  from award a join challenge c on c.id = a.challenge_id left join prize z on z.id = a.prize_id join entry e on e.id = a.entry_id join organisation o on o.id = e.organisation_id left join agreement g on g.award_id = a.id`;

/** Reads of awards. Lists give one row more than `limit` where there is more. */
@Injectable()
export class AwardLists {
  constructor(private readonly db: Db) {}

  async find(id: string): Promise<AwardRow | undefined> {
    const [row] = await this.db.query<AwardRow>(`${select} where a.id = $1`, [id]);
    return row;
  }

  /** Of which kind and prize they are; nobody is named. */
  async named(ids: readonly string[]): Promise<Map<string, Pick<AwardRow, 'kind' | 'prizeTitle'>>> {
    const rows = await this.db.query<Pick<AwardRow, 'id' | 'kind' | 'prizeTitle'>>('select a.id, a.kind, z.title as "prizeTitle" from award a left join prize z on z.id = a.prize_id where a.id = any($1)', [ids]);
    return new Map(rows.map(({ id, ...named }) => [id, named]));
  }

  /** Newest first. */
  ofPerson(personId: PersonId, after: Position, limit: number): Promise<AwardRow[]> {
    return this.db.query(
      `${select} where exists (select from entry_member m where m.entry_id = a.entry_id and m.person_id = $1)
         and ($2::timestamptz is null or (a.announced_at, a.id) < ($2, $3::uuid)) order by a.announced_at desc, a.id desc limit $4`,
      [personId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
  }

  /** In the order they were announced. */
  ofChallenge(challengeId: string, withCompensations: boolean, after: Position, limit: number): Promise<AwardRow[]> {
    return this.db.query(
      `${select} where a.challenge_id = $1 and ($5 or a.kind <> 'compensation') and ($2::timestamptz is null or (a.announced_at, a.id) > ($2, $3::uuid)) order by a.announced_at, a.id limit $4`,
      [challengeId, after?.[0] ?? null, after?.[1] ?? null, limit + 1, withCompensations],
    );
  }

  /** What waits for staff, the longest waiting first. */
  contested(after: Position, limit: number): Promise<AwardRow[]> {
    return this.db.query(
      `${select} where a.state = 'contested' and ($1::timestamptz is null or (a.announced_at, a.id) > ($1, $2::uuid)) order by a.announced_at, a.id limit $3`,
      [after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
  }

  /** Per prize of a challenge, and under null for compensations: minor units reserved for pending awards, released to recipients, and of that sent by the provider. */
  async moneyByPrize(challengeId: string): Promise<Map<string | null, { reserved: bigint; released: bigint; paid: bigint }>> {
    const rows = await this.db.query<{ prize_id: string | null; reserved: string; released: string; paid: string }>(
      `select a.prize_id, coalesce(sum(a.amount) filter (where a.state in ('announced', 'accepted', 'signed', 'delivered', 'contested')), 0) as reserved,
         coalesce(sum(a.amount) filter (where a.state = 'released'), 0) as released,
         coalesce(sum((select sum(p.amount) from payout p where p.award_id = a.id and p.state = 'sent')), 0) as paid
       from award a where a.challenge_id = $1 group by a.prize_id`,
      [challengeId],
    );
    return new Map(rows.map((row) => [row.prize_id, { reserved: BigInt(row.reserved), released: BigInt(row.released), paid: BigInt(row.paid) }]));
  }
}
