import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Command } from 'commander';
import { readConfig } from '@app/platform';
import { createLogKey } from '@app/provenance';
import { ApiModule } from '../api/api.module';
import { openApiDocument } from '../api/openapi';

export function addOpenapi(program: Command): void {
  program
    .command('openapi')
    .description('write openapi.json from the code; needs no database')
    .option('--check', 'only say whether the file is current')
    .action(async ({ check }: { check?: boolean }) => {
      const current = `${JSON.stringify(await describe(), null, 2)}\n`;
      if (!check) return writeFileSync('openapi.json', current);
      if (readFileSync('openapi.json', 'utf8') !== current) throw new Error('openapi.json is not current: run `npm run build`.');
    });
}

async function describe() {
  const nothing = { DATABASE_URL: 'postgres://nowhere', SECRETS_KEYS: `none:${randomBytes(32).toString('base64')}`, LOG_SIGNING_KEY: createLogKey('nowhere').signingKey };
  const app = await NestFactory.create(ApiModule.with(readConfig(nothing, 'test'), { connect: false }), new FastifyAdapter() as never, { logger: ['error'] });
  return openApiDocument(app);
}
