import { type DynamicModule, Module } from '@nestjs/common';
import { type Config, PlatformModule } from '@app/platform';
import { modules } from '../api/modules';

/** The process that relays, works on queues and ticks. */
@Module({})
export class WorkerModule {
  static with(config: Config): DynamicModule {
    return { module: WorkerModule, imports: [PlatformModule.with(config), ...modules] };
  }
}
