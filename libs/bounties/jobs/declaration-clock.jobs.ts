import { Injectable } from '@nestjs/common';
import { Db, Due, eachDue, type Tx } from '@app/platform';
import { Challenges } from '@app/challenges';
import { declarationReminded } from '../bounties.events';
import { NonUseDeclaration } from '../declaration.entity';
import { reminderNumber } from '../declaration.rules';

const dueDeclarations = 'select id, challenge_id from non_use_declaration where due_at <= app_now()';

/** Reminds those who may sign a declaration for which money waits. */
@Injectable()
export class DeclarationClock {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
  ) {}

  @Due('bounties.declarations')
  async takeDue(limit: number): Promise<number> {
    return eachDue<{ id: string; challenge_id: string }>(this.db, 'bounties.declarations', dueDeclarations, limit, (tx, { id, challenge_id }) => this.remind(tx, id, challenge_id));
  }

  /** Looks again under the lock: it may be signed meanwhile. */
  private async remind(tx: Tx, id: string, challengeId: string): Promise<boolean> {
    await this.challenges.lock(tx, challengeId);
    const declaration = (await tx.findOne(NonUseDeclaration, id))!;
    if (!declaration.dueAt || declaration.dueAt > tx.now) return false;
    declaration.schedule(tx.now);
    await tx.save(declaration, { action: 'declaration.remind' });
    tx.emit(declarationReminded, { challengeId, declarationId: id, number: reminderNumber(declaration.askedAt, tx.now) });
    return true;
  }
}
