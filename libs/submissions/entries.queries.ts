import { Injectable } from '@nestjs/common';
import { type Actor, pageOf, type Page } from '@app/kernel';
import { Challenge, Challenges, mayRead, type Phase } from '@app/challenges';
import { Db, type PageQuery, positionOf, requestProblems } from '@app/platform';
import { Authors } from './authors.service';
import { Entry, type EntryMember } from './entry.entity';
import { Submission } from './submission.entity';
import { isInTime } from './submission.rules';
import { mayWithdraw, type Side } from './submissions.policy';

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
    const [full, submissions, members, [organisation]] = await Promise.all([
      this.challenges.full(entry.challengeId),
      this.db.find(Submission, { entryId: entry.id }),
      this.db.query<EntryDetails['members'][number]>(
        'select m.person_id as "personId", m.share, m.payee_organisation_id as "payeeOrganisationId", p.name from entry_member m join person p on p.id = m.person_id where m.entry_id = $1 order by p.name, p.id',
        [entryId],
      ),
      this.db.query<{ name: string }>('select name from organisation where id = $1', [entry.organisationId]),
    ]);
    const { challenge, phases } = full!;
    const now = await this.db.now();
    const isOpen = (submission: Submission) => isInTime(phases.find(({ id }) => id === submission.phaseId)!, now) || submission.state === 'withdrawn' || submission.state === 'lapsed';
    return { entry, side, challenge, phases, submissions, members, organisationName: organisation!.name, mayLeave: mayWithdraw(side) && submissions.every(isOpen) };
  }

  /** Entries this person is a member of, the newest first. */
  async mine(actor: Actor, page: PageQuery): Promise<Page<EntryDetails>> {
    const [at, id] = positionOf(page, 2) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    const rows = await this.db.query<{ id: string; joined_at: Date }>(
      `select e.id, e.joined_at from entry_member m join entry e on e.id = m.entry_id
       where m.person_id = $1 and (e.joined_at, e.id) < ($2::timestamptz, $3::uuid) order by e.joined_at desc, e.id desc limit $4`,
      [actor.personId, at, id, page.limit + 1],
    );
    const found = pageOf(rows, page.limit, (row) => [row.joined_at.toISOString(), row.id], (row) => row.id);
    return { items: await Promise.all(found.items.map((entryId) => this.details(actor, entryId))), next: found.next };
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
