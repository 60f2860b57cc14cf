import { Controller, Get, Header, Param, ParseIntPipe, Query } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { Access, Fails } from '@app/platform';
import { problems } from '../provenance.problems';
import { Provenance } from '../provenance.service';
import { ConsistencyQuery, RecordQuery } from './log.dto';
import { ConsistencyView, LogRecordView } from './log.view';

/** The public face of the log: anybody may mirror and check it. */
@Controller('api/v1/log')
export class LogController {
  constructor(private readonly log: Provenance) {}

  /** The newest checkpoint, a C2SP signed note */
  @Get('checkpoint')
  @Access('public')
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiProduces('text/plain')
  readCheckpoint(): Promise<string> {
    return this.log.checkpoint();
  }

  /** The key that signs checkpoints, as a C2SP verifier key */
  @Get('public-key')
  @Access('public')
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiProduces('text/plain')
  readLogKey(): string {
    return `${this.log.publicKey()}\n`;
  }

  /** One record with its inclusion proof */
  @Get('records/:seq')
  @Access('public')
  @Fails(problems.noSuchRecord, problems.noSuchSize)
  async readLogRecord(@Param('seq', ParseIntPipe) seq: number, @Query() { size }: RecordQuery): Promise<LogRecordView> {
    if (seq < 0 || !Number.isSafeInteger(seq)) throw problems.noSuchRecord();
    const leaf = await this.log.leaf(seq);
    const at = size ?? (await this.log.size());
    return LogRecordView.of(leaf, at, await this.log.inclusionProof(seq, at));
  }

  /** Proof that the log of `second` records begins with the log of `first` */
  @Get('consistency')
  @Access('public')
  @Fails(problems.noSuchSize)
  async readConsistency(@Query() { first, second }: ConsistencyQuery): Promise<ConsistencyView> {
    return ConsistencyView.of(first, second, await this.log.consistencyProof(first, second));
  }
}
