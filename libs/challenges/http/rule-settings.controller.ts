import { Body, Controller, Get, Put } from '@nestjs/common';
import type { Actor } from '@app/kernel';
import { Access, Act, Fails, IfMatch, requestProblems } from '@app/platform';
import { PlatformRules } from '../rule-settings.service';
import { ChangeRuleSettingsDto } from './rule-settings.dto';
import { RuleSettingsView } from './rule-settings.view';

/** Numbers that a challenge copies when staff approve it, and its rule card shows */
@Controller('api/v1/admin/rule-settings')
export class RuleSettingsController {
  constructor(private readonly rules: PlatformRules) {}

  /** The numbers in force */
  @Get()
  @Access('staff')
  async readRuleSettings(): Promise<RuleSettingsView> {
    return RuleSettingsView.of(await this.rules.settings());
  }

  /** Change them for challenges that staff approve from now on; what is approved keeps its numbers */
  @Put()
  @Access('staff', { roles: ['operator'] })
  @Fails(requestProblems.invalid, requestProblems.preconditionFailed)
  async changeRuleSettings(@Act() actor: Actor, @IfMatch() version: number, @Body() { numbers, reason }: ChangeRuleSettingsDto): Promise<RuleSettingsView> {
    return RuleSettingsView.of(await this.rules.change(actor, version, { ...numbers }, reason));
  }
}
