import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsString, MaxLength, ValidateNested } from 'class-validator';
import { IsInstant, Optional, PageQuery } from '@app/platform';
import { kindNames } from '../catalogue';
import { type InboxFilter, inboxFilters } from '../inbox.service';
import { type Choice, choices } from '../kind';

export class InboxQuery extends PageQuery {
  /** `open`: all that is not done (the default); `unread`; `done`, by a mark or since nothing is asked any more */
  @ApiProperty({ enum: inboxFilters, required: false })
  @Optional()
  @IsIn(inboxFilters)
  filter: InboxFilter = 'open';
}

export class MarkDto {
  @IsBoolean()
  isRead: boolean;

  /** What is done counts as read */
  @IsBoolean()
  isDone: boolean;
}

export class ReadAllDto {
  /** All that had come by then: the time of the newest you saw */
  @IsInstant()
  until: Date;
}

export class MailChoiceDto {
  @ApiProperty({ enum: kindNames })
  @IsIn(kindNames)
  kind: string;

  @ApiProperty({ enum: choices })
  @IsIn(choices)
  choice: Choice;
}

export class NotificationSettingsDto {
  /** IANA name of a time zone, by whose clock the digest leaves */
  @Optional()
  @IsString()
  @MaxLength(60)
  timeZone?: string;

  /** Kinds that are left out stay as they are */
  @Optional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => MailChoiceDto)
  settings?: MailChoiceDto[];
}
