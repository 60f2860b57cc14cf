import { randomBytes } from 'node:crypto';
import type { INestApplicationContext, ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { type Config, readConfig } from '../config';
import { PlatformModule } from '../platform.module';

/** Has the shape of one; where the log is written a test brings its own. */
export const unusedLogKey = `PRIVATE+KEY+unused/log+00000000+${Buffer.alloc(33).toString('base64')}`;

/** Settings of a test process over one database. */
export function testConfig(databaseUrl: string, env: NodeJS.ProcessEnv = {}): Config {
  return readConfig(
    {
      DATABASE_URL: databaseUrl,
      SECRETS_KEYS: `test:${randomBytes(32).toString('base64')}`,
      LOG_SIGNING_KEY: unusedLogKey,
      RATE_LIMITS: 'off',
      PASSWORD_COST: '10',
      ...env,
    },
    'test',
  );
}

/** The platform with a few providers of a test's own, started like a real process but without HTTP. */
export async function startPlatform(config: Config, extra: Pick<ModuleMetadata, 'imports' | 'providers'> = {}): Promise<INestApplicationContext> {
  const built = await Test.createTestingModule({ imports: [PlatformModule.with(config), ...(extra.imports ?? [])], providers: extra.providers }).compile();
  await built.init();
  return built;
}
