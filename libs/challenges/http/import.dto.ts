import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { Optional } from '@app/platform';
import { limits } from '../challenge.values';
import { IsTimeZoneName } from './choice';

export class ImportChallengesDto {
  /** Rows in the shape of challenge.gov's export; see docs/IMPORT.md */
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(limits.importRows)
  rows: unknown[];

  /** IANA zone of times in rows that name none */
  @Optional()
  @IsTimeZoneName()
  timezone: string = 'UTC';
}
