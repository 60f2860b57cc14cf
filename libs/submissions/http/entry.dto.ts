import { Matches } from 'class-validator';
import type { ChallengeId, OrganisationId } from '@app/kernel';
import { IsId, Optional, PageQuery } from '@app/platform';

export class JoinDto {
  /** For which organisation you enter; it is paid and bound */
  @IsId('organisation')
  organisationId: OrganisationId;

  /** `hash` of the rule card you read and accept */
  @Matches(/^[0-9a-f]{64}$/, { message: 'must be the hash of a rule card, 64 lowercase hex digits' })
  ruleCardHash: string;
}

/** Which of one's own entries */
export class OwnEntriesQuery extends PageQuery {
  /** Only that in this challenge */
  @Optional()
  @IsId('challenge')
  challengeId?: ChallengeId;
}
