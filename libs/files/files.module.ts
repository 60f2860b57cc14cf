import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FILE_SCANNERS } from './file.scan';
import { Files } from './files.service';
import { PartStore } from './part-store';
import { Seals } from './seals.service';
import { StoredFile } from './stored-file.entity';

@Module({
  imports: [TypeOrmModule.forFeature([StoredFile])],
  providers: [Files, Seals, PartStore, { provide: FILE_SCANNERS, useValue: [] }],
  exports: [Files, Seals, PartStore],
})
export class FilesModule {}
