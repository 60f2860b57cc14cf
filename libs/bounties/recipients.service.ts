import { Injectable } from '@nestjs/common';
import { type OrganisationId, type PersonId, splitByWeights } from '@app/kernel';
import type { Tx } from '@app/platform';
import { Organisations } from '@app/identity';
import { Entry, EntryMember } from '@app/submissions';

/** Who is behind an entry, and where their shares go. */
export interface Recipient {
  entry: Entry;
  members: readonly EntryMember[];
}

/** The solver's side of an award. */
@Injectable()
export class Recipients {
  constructor(private readonly organisations: Organisations) {}

  async of(tx: Tx, entryId: string): Promise<Recipient> {
    const entry = (await tx.findOne(Entry, entryId))!;
    const members = await tx.find(EntryMember, { entryId: entry.id });
    return { entry, members: members.sort((a, b) => b.share - a.share || (a.personId < b.personId ? -1 : 1)) };
  }

  /** Whether anybody who would be paid belongs to the sponsor. */
  async isRelated(tx: Tx, sponsorId: string, { entry, members }: Recipient): Promise<boolean> {
    for (const id of new Set([entry.organisationId, ...members.map(({ payeeOrganisationId }) => payeeOrganisationId)])) {
      if (await this.organisations.areRelated(tx, sponsorId, id)) return true;
    }
    return false;
  }
}

/** What each payee gets of an amount, by the shares of the team; exact. */
export function sharesOfTeam(amount: bigint, members: readonly Pick<EntryMember, 'share' | 'payeeOrganisationId'>[]): { organisationId: OrganisationId; amount: bigint }[] {
  const amounts = splitByWeights(amount, members.map(({ share }) => share));
  return members.map(({ payeeOrganisationId }, at) => ({ organisationId: payeeOrganisationId, amount: amounts[at]! }));
}

export function peopleOf({ members }: Recipient): PersonId[] {
  return members.map(({ personId }) => personId);
}
