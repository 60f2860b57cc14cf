import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { newId, showId } from '@app/kernel';
import { CONFIG, type Config, sendHint, type Tx } from '@app/platform';
import { Challenge } from '@app/challenges';
import { Organisation, Organisations } from '@app/identity';
import { Submissions } from '@app/submissions';
import { declarationAsked } from './bounties.events';
import { NonUseDeclaration } from './declaration.entity';
import { declarationText } from './declaration.text';

/** Whether a sponsor has to declare that it does not use what it read, and asking for that. */
@Injectable()
export class NonUse {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly submissions: Submissions,
    private readonly organisations: Organisations,
  ) {}

  /** The challenges where somebody of the sponsor has opened a submission, and nothing is signed. */
  async undeclared(tx: Tx, challengeIds: readonly string[]): Promise<Set<string>> {
    const opened = await this.submissions.openedBySponsor(tx, challengeIds);
    const signed = await tx.find(NonUseDeclaration, { challengeId: In(opened), state: 'signed' });
    return new Set(opened.filter((id) => !signed.some(({ challengeId }) => challengeId === id)));
  }

  /** Makes the declaration of a challenge, ready to be signed, and tells who may sign; once. The caller has locked the challenge. Returns whether it was made now. */
  async ask(tx: Tx, challengeId: string): Promise<boolean> {
    const { id: ofChallenge, sponsorId, title } = (await tx.findOne(Challenge, challengeId))!;
    if (await tx.findOne(NonUseDeclaration, { challengeId: ofChallenge })) return false;
    const { name, country } = (await tx.findOne(Organisation, sponsorId))!;
    const id = newId('declaration');
    const text = declarationText({
      declaration: showId('declaration', id), askedAt: tx.now, platform: new URL(this.config.publicUrl).host,
      sponsor: { id: showId('organisation', sponsorId), name, country }, challenge: { id: showId('challenge', ofChallenge), title },
    });
    const declaration = NonUseDeclaration.asked({ id, challengeId: ofChallenge, organisationId: sponsorId, text, askedAt: tx.now });
    await tx.save(declaration, { action: 'declaration.ask' });
    tx.emit(declarationAsked, { challengeId: ofChallenge, declarationId: id });
    await this.hint(tx, declaration);
    return true;
  }

  /** Open pages of those who may sign are read again. */
  async hint(tx: Tx, { id, organisationId }: NonUseDeclaration): Promise<void> {
    const signers = await this.organisations.membersWith(organisationId, 'owner', 'signatory');
    tx.enqueue(sendHint, { people: signers.map(({ personId }) => personId), type: 'declaration', id });
  }
}
