import { type DynamicModule, Module } from '@nestjs/common';
import { type Config, httpEdge, PlatformModule } from '@app/platform';
import { ClockController } from './clock.controller';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';
import { modules } from './modules';
import { OutboxController } from './outbox.controller';
import { SandboxClock } from './sandbox-clock';

/** The HTTP process: public API, admin API, provider events, the portal. */
@Module({})
export class ApiModule {
  static with(config: Config, options: { connect?: boolean } = {}): DynamicModule {
    return {
      module: ApiModule,
      imports: [PlatformModule.with(config, options), ...modules],
      controllers: [HealthController, MetricsController, OutboxController, ...(config.mode === 'production' ? [] : [ClockController])],
      providers: [...httpEdge, ...(config.mode === 'production' ? [] : [SandboxClock])],
    };
  }
}
