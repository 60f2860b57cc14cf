import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LoggerService } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { type Config, createHttpApp } from '@app/platform';
import { ApiModule } from './api.module';
import { openApiDocument } from './openapi';
import { mountPortal } from './portal-mount';

const portalBuild = join(process.cwd(), 'apps/portal/build');

/** The whole HTTP process, not yet listening. Without a portal build it serves the API alone. */
export async function createApi(config: Config, options: { logger?: LoggerService | false; portal?: boolean } = {}): Promise<NestFastifyApplication> {
  return createHttpApp(ApiModule.with(config), config, {
    logger: options.logger,
    extend: async (fastify, app) => {
      SwaggerModule.setup('docs', app as NestFastifyApplication, () => openApiDocument(app as NestFastifyApplication), {
        jsonDocumentUrl: '/openapi.json',
        swaggerOptions: { docExpansion: 'none', deepLinking: true, filter: true, tagsSorter: 'alpha' },
      });
      if (options.portal !== false && existsSync(portalBuild)) {
        await mountPortal(fastify, {
          buildDir: portalBuild, apiOrigin: () => `http://127.0.0.1:${addressPort(fastify)}`, secret: config.portalSecret, support: config.supportAddress, publicUrl: config.publicUrl,
          origins: { forms: providerPages(config.stripeApiBase) },
        });
      }
    },
  });
}

/** Where a form of ours may lead: the provider's pages for paying and for being paid; its stand-in has both on one origin. */
function providerPages(stripeApiBase: string): string[] {
  return stripeApiBase === 'https://api.stripe.com' ? ['https://checkout.stripe.com', 'https://connect.stripe.com'] : [new URL(stripeApiBase).origin];
}

function addressPort(fastify: { server: { address(): unknown } }): number {
  return (fastify.server.address() as { port: number }).port;
}
