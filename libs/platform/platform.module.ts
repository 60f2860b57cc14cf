import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Blobs } from './blobs/blobs';
import { CONFIG, type Config } from './config';
import { Db } from './db/db';
import { SnakeCase } from './db/naming';
import { Backlog } from './jobs/backlog.service';
import { GivenUp } from './jobs/given-up.service';
import { Housekeeping } from './jobs/housekeeping';
import { Queues } from './jobs/queues';
import { Registry } from './jobs/registry';
import { Relay } from './jobs/relay';
import { Runner } from './jobs/runner';
import { Tick } from './jobs/tick';
import { WorkLoop } from './jobs/worker';
import { Live } from './live/live';
import { LiveStreams } from './live/live-streams';
import { Mailer } from './mail/mailer';
import { Metrics } from './metrics/metrics';

const parts = [Db, Blobs, Mailer, Registry, Relay, Runner, GivenUp, Backlog, Tick, Queues, Housekeeping, WorkLoop, Live, LiveStreams, Metrics];

/** The plumbing every process shares. It knows no business module. */
@Module({})
export class PlatformModule {
  /** `connect: false` wires everything without a database, to describe the API. */
  static with(config: Config, { connect = true }: { connect?: boolean } = {}): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [
        DiscoveryModule,
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: config.databaseUrl,
          autoLoadEntities: true,
          manualInitialization: !connect,
          namingStrategy: new SnakeCase(),
          poolSize: 20,
          // who gets no connection by then is told to come back, rather than to wait behind all others
          connectTimeoutMS: 10_000,
          retryAttempts: 3,
          retryDelay: 500,
          applicationName: 'guildhall',
          extra: { options: '-c timezone=UTC -c idle_in_transaction_session_timeout=60000' },
        }),
      ],
      providers: [{ provide: CONFIG, useValue: config }, ...parts],
      exports: [CONFIG, ...parts],
    };
  }
}
