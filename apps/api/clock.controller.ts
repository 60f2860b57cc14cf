import { Body, Controller, Get, Put } from '@nestjs/common';
import { type Actor } from '@app/kernel';
import { Access, Act, Db, Fails, requestProblems } from '@app/platform';
import { ClockDto } from './clock.dto';
import { ClockView } from './clock.view';
import { SandboxClock } from './sandbox-clock';

/** The test clock: outside production the platform's time can be moved forward, so that six weeks can be tried in a minute. */
@Controller('api/v1/admin/clock')
export class ClockController {
  constructor(
    private readonly db: Db,
    private readonly sandbox: SandboxClock,
  ) {}

  /** The platform's time */
  @Get()
  @Access('staff')
  async readClock(): Promise<ClockView> {
    return ClockView.of(await this.db.now());
  }

  /** Moves the platform's time forward; it never goes back */
  @Put()
  @Access('staff', { roles: ['operator'] })
  @Fails(requestProblems.invalid, requestProblems.unavailable)
  async moveClock(@Act() actor: Actor, @Body() { now }: ClockDto): Promise<ClockView> {
    await this.sandbox.waitForPayouts();
    const moved = await this.move(actor, now);
    await this.sandbox.follow(now);
    return moved;
  }

  private move(actor: Actor, now: Date): Promise<ClockView> {
    return this.db.change(actor, async (tx) => {
      await tx.query('select 1 from platform for update');
      const [moved] = await tx.query<{ now: Date }>(
        `update platform set clock_shift = $1::timestamptz - clock_timestamp() where $1::timestamptz >= app_now() returning app_now() as now`,
        [now],
      );
      if (!moved) throw requestProblems.invalid({ errors: [{ pointer: '/now', code: 'past', detail: 'must not be before the platform’s present time' }] });
      tx.audit({ action: 'clock.move', subject: 'platform', subjectId: 'clock', changes: { now: { after: now.toISOString() } } });
      return ClockView.of(now);
    });
  }
}
