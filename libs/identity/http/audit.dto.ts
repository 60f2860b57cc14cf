import { IsString, Matches, MaxLength } from 'class-validator';
import type { PersonId } from '@app/kernel';
import { IsId, Optional, PageQuery } from '@app/platform';

export class AuditQuery extends PageQuery {
  /** Id of anything: all that was done to it. Without it: what staff did. */
  @Optional()
  @IsString()
  @MaxLength(40)
  about?: string;

  /** Only what this person did */
  @Optional()
  @IsId('person')
  personId?: PersonId;

  /** Only actions that begin like this: `challenge.` or `challenge.approve` */
  @Optional()
  @IsString()
  @Matches(/^[a-zA-Z_.]*$/)
  @MaxLength(60)
  action: string = '';

  /** Only this action: `report.decide` */
  @Optional()
  @IsString()
  @Matches(/^[a-zA-Z_.]+$/)
  @MaxLength(60)
  named?: string;
}
