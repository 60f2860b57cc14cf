import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import type { ImportOutcome } from '../imports.service';

export class RefusedRowView {
  /** Name of the field; empty: the whole row */
  field: string;
  detail: string;
}

export class ImportedRowView {
  /** From 0, in the order they were sent */
  index: number;

  @ApiProperty({ enum: ['created', 'exists', 'refused'] })
  outcome: string;

  key: string | null;
  challengeId: string | null;
  refusals: RefusedRowView[];

  static of(row: ImportOutcome, index: number): ImportedRowView {
    const { outcome, key } = row;
    return outcome === 'refused'
      ? { index, outcome, key, challengeId: null, refusals: row.refusals }
      : { index, outcome, key, challengeId: showId('challenge', row.challengeId), refusals: [] };
  }
}

export class ImportView {
  rows: ImportedRowView[];
}
