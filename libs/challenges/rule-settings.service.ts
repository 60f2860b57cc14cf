import { Injectable } from '@nestjs/common';
import { actingAs, type Actor } from '@app/kernel';
import { Db, requestProblems, requireVersion, type Tx } from '@app/platform';
import { ruleNumberFaults, type RuleNumbers } from './rule-numbers';
import { RuleSettings } from './rule-settings.entity';

/** The platform's numbers: they hold for drafts, and are changed by operators. What staff have approved keeps its own. */
@Injectable()
export class PlatformRules {
  constructor(private readonly db: Db) {}

  async settings(from: Db | Tx = this.db): Promise<RuleSettings> {
    return (await from.findOne(RuleSettings, 'platform'))!;
  }

  async numbers(from: Db | Tx = this.db): Promise<RuleNumbers> {
    return (await this.settings(from)).numbers;
  }

  /** @throws preconditionFailed, invalid */
  change(actor: Actor, version: number, numbers: RuleNumbers, reason: string): Promise<RuleSettings> {
    const errors = ruleNumberFaults(numbers);
    if (errors.length > 0) throw requestProblems.invalid({ errors });
    return this.db.change(actingAs(actor, 'staff'), async (tx) => {
      const settings = (await tx.lock(RuleSettings, 'platform'))!;
      requireVersion(settings, version);
      settings.numbers = numbers;
      settings.changedAt = tx.now;
      await tx.save(settings, { action: 'settings.change', reason });
      return settings;
    });
  }
}
