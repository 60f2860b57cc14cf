import { Controller, Get, Query } from '@nestjs/common';
import { pageOf } from '@app/kernel';
import { Access, Fails, requestProblems } from '@app/platform';
import { AuditTrail } from '../audit-trail.queries';
import { auditSubject } from '../audit-trail.rules';
import { AuditQuery } from './audit.dto';
import { AuditEntryView, AuditPage } from './audit.view';

/** The audit trail: nobody edits it, staff read it. */
@Controller('api/v1/admin/audit-entries')
export class AuditController {
  constructor(private readonly trail: AuditTrail) {}

  /** What staff did, or all that was done to one thing; newest first. Of what is blind or sealed only that staff touched it, of moderation what was found and done */
  @Get()
  @Access('staff')
  @Fails(requestProblems.invalid)
  async listAuditEntries(@Query() { about, ...query }: AuditQuery): Promise<AuditPage> {
    const subject = about === undefined ? undefined : auditSubject(about);
    if (about !== undefined && !subject) throw requestProblems.invalid({ errors: [{ pointer: '/about', code: 'id', detail: 'must be the id of something' }] });
    const rows = await this.trail.entries({ ...query, about: subject }, query);
    return pageOf(rows, query.limit, ({ id }) => [id], (row) => AuditEntryView.of(row)) as AuditPage;
  }
}
