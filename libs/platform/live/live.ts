import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { defineJob, type IdKind, type PayloadOf } from '@app/kernel';
import { CONFIG, type Config } from '../config';
import { Db } from '../db/db';
import { DoesOutside } from '../jobs/handlers';
import type { LiveChannel } from './channel';
import { PostgresChannel } from './postgres-channel';
import { RedisChannel } from './redis-channel';

/** Tells people that something of theirs changed: which, and never what it says. Only who may read it anyway is told. */
export const sendHint = defineJob<Hint>('live.send_hint', 'general');

export interface Hint {
  /** Ids of persons. */
  people: readonly string[];
  type: IdKind;
  id: string;
}

/** PostgreSQL takes at most 8000 bytes in one message. */
const peoplePerMessage = 100;

/** Hints on their way between processes. One that is lost harms nobody: the page shows it when it is read again. */
@Injectable()
export class Live implements OnApplicationShutdown {
  private readonly log = new Logger('Live');
  private readonly channel: LiveChannel;

  constructor(@Inject(CONFIG) config: Config, db: Db) {
    this.channel = config.redisUrl ? new RedisChannel(config.redisUrl) : new PostgresChannel(() => db.pool, config.databaseUrl);
  }

  @DoesOutside(sendHint)
  async send({ people, type, id }: PayloadOf<typeof sendHint>): Promise<void> {
    try {
      for (let at = 0; at < people.length; at += peoplePerMessage) {
        await this.channel.publish(JSON.stringify({ people: people.slice(at, at + peoplePerMessage), type, id } satisfies Hint));
      }
    } catch (error) {
      this.log.warn(`a hint was lost: ${(error as Error).message}`);
    }
  }

  listen(receive: (hint: Hint) => void): Promise<void> {
    return this.channel.listen((message) => receive(JSON.parse(message) as Hint));
  }

  onApplicationShutdown(): Promise<void> {
    return this.channel.close();
  }
}
