import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Actor, type EntryId, isMember, pageOf, type Page } from '@app/kernel';
import { Challenge, Challenges, clockOf, mayRead, Phase } from '@app/challenges';
import { Db, type PageQuery, positionOf, requestProblems } from '@app/platform';
import { Authors } from './authors.service';
import { Entry, type EntryMember } from './entry.entity';
import { Submission } from './submission.entity';
import { isInTime } from './submission.rules';
import { leavesAtAnyTime, mayWithdraw, type Side } from './submissions.policy';

export interface EntryDetails {
  entry: Entry;
  side: Side;
  challenge: Challenge;
  phases: readonly Phase[];
  submissions: readonly Submission[];
  members: readonly (Pick<EntryMember, 'personId' | 'share' | 'payeeOrganisationId'> & { name: string })[];
  organisationName: string;
  mayLeave: boolean;
}

/** How many take part; `submissions` only where the sponsor asks. */
export interface Participation {
  entries: number;
  submissions: number | null;
}

/** Reads of entries, for those who are in them. */
@Injectable()
export class EntriesQueries {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly authors: Authors,
  ) {}

  /** @throws notFound for all but the author's side */
  async details(actor: Actor, entryId: string): Promise<EntryDetails> {
    const { entry, side } = await this.authors.entry(actor, entryId);
    return (await this.around([entry], side))[0]!;
  }

  /** Entries this person is a member of, the newest first; all, or that in one challenge. */
  mine(actor: Actor, page: PageQuery, challengeId?: string): Promise<Page<EntryDetails>> {
    return this.page('exists (select from entry_member m where m.entry_id = e.id and m.person_id = $1)', actor.personId, 'author', page, challengeId);
  }

  /** Entries made for an organisation, for its managers and their programs: who takes part where, and nothing that is in a submission. @throws notFound */
  async ofOrganisation(actor: Actor, organisationId: string, page: PageQuery): Promise<Page<EntryDetails>> {
    if (!isMember(actor, organisationId, 'owner', 'manager')) throw requestProblems.notFound();
    return this.page('e.organisation_id = $1', organisationId, 'approver', page);
  }

  private async page(where: string, whose: string | undefined, side: Side, page: PageQuery, challengeId?: string): Promise<Page<EntryDetails>> {
    const [at, id] = positionOf(page, 2) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    const rows = await this.db.query<{ id: EntryId; joined_at: Date }>(
      `select e.id, e.joined_at from entry e where ${where} and ($5::uuid is null or e.challenge_id = $5) and (e.joined_at, e.id) < ($2::timestamptz, $3::uuid) order by e.joined_at desc, e.id desc limit $4`,
      [whose, at, id, page.limit + 1, challengeId ?? null],
    );
    const found = pageOf(rows, page.limit, (row) => [row.joined_at.toISOString(), row.id], (row) => row.id);
    return { items: await this.around(await this.db.find(Entry, { id: In(found.items) }, { joinedAt: 'DESC', id: 'DESC' }), side), next: found.next };
  }

  /** The same few questions for one entry or a page of them. */
  private async around(entries: readonly Entry[], side: Side): Promise<EntryDetails[]> {
    const ids = entries.map(({ id }) => id);
    const challengeId = In(entries.map((entry) => entry.challengeId));
    const [challenges, phases, submissions, members, organisations, now] = await Promise.all([
      this.db.find(Challenge, { id: challengeId }),
      this.db.find(Phase, { challengeId }, { position: 'ASC' }),
      this.db.find(Submission, { entryId: In(ids) }),
      this.db.query<EntryDetails['members'][number] & { entryId: string }>(
        'select m.entry_id as "entryId", m.person_id as "personId", m.share, m.payee_organisation_id as "payeeOrganisationId", p.name from entry_member m join person p on p.id = m.person_id where m.entry_id = any($1) order by p.name, p.id',
        [ids],
      ),
      this.db.query<{ id: string; name: string }>('select id, name from organisation where id = any($1)', [entries.map(({ organisationId }) => organisationId)]),
      this.db.now(),
    ]);
    return entries.map((entry) => {
      const itsPhases = phases.filter((phase) => phase.challengeId === entry.challengeId);
      const challenge = challenges.find(({ id }) => id === entry.challengeId)!;
      return {
        entry, side, phases: itsPhases,
        submissions: submissions.filter(({ entryId }) => entryId === entry.id),
        challenge,
        members: members.filter(({ entryId }) => entryId === entry.id),
        organisationName: organisations.find(({ id }) => id === entry.organisationId)!.name,
        mayLeave: mayWithdraw(side) && (leavesAtAnyTime(entry) || isInTime(itsPhases[0]!, clockOf(challenge, now))),
      };
    });
  }

  /** Numbers only. @throws notFound where the challenge is not there for this actor */
  async participation(actor: Actor, challengeId: string): Promise<Participation> {
    const challenge = await this.challenges.find(challengeId);
    if (!challenge || !mayRead(actor, challenge)) throw requestProblems.notFound();
    const [row] = await this.db.query<{ entries: string; submissions: string }>(
      `select (select count(*) from entry where challenge_id = $1 and state in ('joined', 'closed')) as entries,
         (select count(*) from submission where challenge_id = $1 and versions > 0 and state not in ('withdrawn')) as submissions`,
      [challengeId],
    );
    const isSponsor = actor.memberships.some(({ organisationId }) => organisationId === challenge.sponsorId);
    return { entries: Number(row!.entries), submissions: isSponsor ? Number(row!.submissions) : null };
  }
}
