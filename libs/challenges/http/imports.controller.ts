import { Body, Controller, Param, Post } from '@nestjs/common';
import { type Actor, type OrganisationId } from '@app/kernel';
import { Access, Act, Fails, IdParam, requestProblems } from '@app/platform';
import { Imports } from '../imports.service';
import { ImportChallengesDto } from './import.dto';
import { ImportedRowView, ImportView } from './import.view';

/** Challenges written elsewhere */
@Controller('api/v1/organisations/:id/challenge-imports')
export class ImportsController {
  constructor(private readonly imports: Imports) {}

  /** Makes drafts of rows; each is created, known already, or refused with reasons. Safe to repeat */
  @Post()
  @Access('person', { scope: 'challenge:write' })
  @Fails(requestProblems.invalid, requestProblems.notFound, requestProblems.forbidden, requestProblems.tooLarge)
  async importChallenges(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Body() { rows, timezone }: ImportChallengesDto): Promise<ImportView> {
    return { rows: (await this.imports.run(actor, id, rows, timezone)).map((row, index) => ImportedRowView.of(row, index)) };
  }
}
