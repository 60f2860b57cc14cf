import { Body, Controller, Get, Put } from '@nestjs/common';
import type { Actor } from '@app/kernel';
import { Access, Act, Fails, IfMatch, requestProblems } from '@app/platform';
import { PlatformRules } from '../rule-settings.service';
import { ChangeRuleSettingsDto } from './rule-settings.dto';
import { RuleSettingsView } from './rule-settings.view';

/** Numbers that every rule card copies when its challenge opens */
@Controller('api/v1/admin/rule-settings')
export class RuleSettingsController {
  constructor(private readonly rules: PlatformRules) {}

  /** The numbers in force */
  @Get()
  @Access('staff')
  async readRuleSettings(): Promise<RuleSettingsView> {
    return RuleSettingsView.of(await this.rules.settings());
  }

  /** Change them for challenges that open from now on; the fee, for those that are not approved yet. What is open keeps its numbers */
  @Put()
  @Access('staff', { roles: ['operator'] })
  @Fails(requestProblems.invalid, requestProblems.preconditionFailed)
  async changeRuleSettings(@Act() actor: Actor, @IfMatch() version: number, @Body() { numbers, reason }: ChangeRuleSettingsDto): Promise<RuleSettingsView> {
    return RuleSettingsView.of(await this.rules.change(actor, version, { ...numbers }, reason));
  }
}
