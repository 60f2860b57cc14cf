import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChallengesModule } from '@app/challenges';
import { FilesModule } from '@app/files';
import { IdentityModule } from '@app/identity';
import { PaymentsModule } from '@app/payments';
import { ProvenanceModule } from '@app/provenance';
import { Authors } from './authors.service';
import { BlindView } from './blind-view.service';
import { Contents } from './contents.service';
import { Drafts } from './drafts.service';
import { EligibilityReview } from './eligibility-review.entity';
import { Eligibility } from './eligibility.service';
import { Entries } from './entries.service';
import { EntriesQueries } from './entries.queries';
import { Entry, EntryMember } from './entry.entity';
import { HandingIn } from './handing-in.service';
import { SubmissionDraftsController } from './http/submission-drafts.controller';
import { EligibilityController } from './http/eligibility.controller';
import { EntriesController } from './http/entries.controller';
import { ReadingsController } from './http/readings.controller';
import { SubmissionFilesController } from './http/submission-files.controller';
import { SubmissionsController } from './http/submissions.controller';
import { UploadsController } from './http/uploads.controller';
import { UploadBodies } from './http/upload-bodies';
import { ChallengeJudge } from './challenge-judge.entity';
import { Closing } from './jobs/closing.jobs';
import { SubmissionOpening } from './opening.entity';
import { Openings } from './openings.service';
import { Readings } from './readings.service';
import { Rivals } from './rivals.service';
import { SubmissionFiles } from './submission-files.service';
import { DraftFile, Submission, SubmissionDraft, SubmissionVersion } from './submission.entity';
import { Submissions } from './submissions.service';

const entities = [Entry, EntryMember, Submission, SubmissionDraft, DraftFile, SubmissionVersion, SubmissionOpening, EligibilityReview, ChallengeJudge];
const services = [Authors, Contents, Openings, Entries, EntriesQueries, Drafts, SubmissionFiles, HandingIn, Submissions, BlindView, Readings, Eligibility, Rivals];

@Module({
  imports: [TypeOrmModule.forFeature(entities), ProvenanceModule, FilesModule, IdentityModule, PaymentsModule, ChallengesModule],
  controllers: [EntriesController, SubmissionDraftsController, SubmissionsController, SubmissionFilesController, UploadsController, EligibilityController, ReadingsController],
  providers: [...services, Closing, UploadBodies],
  exports: [Authors, Submissions, BlindView, Eligibility, Rivals],
})
export class SubmissionsModule {}
