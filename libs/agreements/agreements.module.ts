import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FilesModule } from '@app/files';
import { IdentityModule } from '@app/identity';
import { ProvenanceModule } from '@app/provenance';
import { Agreement, Signature } from './agreement.entity';
import { AgreementLists } from './agreements.queries';
import { Agreements } from './agreements.service';
import { AgreementsController } from './http/agreements.controller';
import { SealedCopies } from './sealed-copies.service';

@Module({
  imports: [TypeOrmModule.forFeature([Agreement, Signature]), IdentityModule, FilesModule, ProvenanceModule],
  controllers: [AgreementsController],
  providers: [Agreements, AgreementLists, SealedCopies],
  exports: [Agreements],
})
export class AgreementsModule {}
