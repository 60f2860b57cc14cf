import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import type { NamedSubject } from '../moderation.queries';
import { type SubjectKind, subjectIds, subjectKinds } from '../moderation.rules';

/** What was reported or decided on */
export class ModerationSubjectView {
  @ApiProperty({ enum: subjectKinds })
  kind: SubjectKind;

  id: string;
  /** Its name, or that of the challenge in which it stands */
  title: string;
  /** Where it is read, in the portal */
  path: string | null;

  static of({ kind, id, title, path }: NamedSubject): ModerationSubjectView {
    return Object.assign(new ModerationSubjectView(), { kind, id: showId(subjectIds[kind], id), title, path });
  }
}
