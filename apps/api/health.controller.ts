import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Access, Db } from '@app/platform';

/** For load balancers: alive means the process answers, ready means it can reach its database. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(private readonly db: Db) {}

  @Get('live')
  @Access('public')
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @Access('public')
  async ready() {
    await this.db.query('select 1');
    return { status: 'ok' };
  }
}
