import { Module } from '@nestjs/common';
import { LogController } from './http/log.controller';
import { Provenance } from './provenance.service';

@Module({ controllers: [LogController], providers: [Provenance], exports: [Provenance] })
export class ProvenanceModule {}
