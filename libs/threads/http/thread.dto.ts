import { ArrayMaxSize, ArrayUnique, IsArray, IsInt, Max, Min } from 'class-validator';
import type { Id, PersonId } from '@app/kernel';
import { IsId, IsText, Optional } from '@app/platform';
import { mostAttachments } from '../thread.rules';

const longest = 10_000;

export class PostMessageDto {
  /** Markdown, at most 10 000 characters */
  @IsText(longest)
  text: string;

  /** Files you uploaded in this conversation and have not sent yet, at most 5 */
  @Optional()
  @IsArray()
  @ArrayMaxSize(mostAttachments)
  @ArrayUnique()
  @IsId('file', { each: true })
  attachmentIds?: Id<'file'>[];

  /** People to call by name; they must take part in this conversation */
  @Optional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsId('person', { each: true })
  mentions?: PersonId[];
}

export class EditMessageDto {
  /** Markdown, at most 10 000 characters */
  @IsText(longest)
  text: string;
}

export class ReadMarkDto {
  /** `number` of the last message you have read; it never goes back */
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  number: number;
}
