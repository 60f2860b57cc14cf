import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Client, type Pool } from 'pg';
import { channelName, type LiveChannel } from './channel';

const pause = 500;

/** LISTEN on a connection of its own. NOTIFY is a statement by itself, never part of a business transaction, whose commits it would serialise. */
export class PostgresChannel implements LiveChannel {
  private readonly log = new Logger('PostgresChannel');
  private readonly stop = new AbortController();
  private client?: Client;
  private listening?: Promise<void>;

  constructor(
    private readonly pool: () => Pool,
    private readonly url: string,
  ) {}

  async publish(message: string): Promise<void> {
    await this.pool().query('select pg_notify($1, $2)', [channelName, message]);
  }

  listen(receive: (message: string) => void): Promise<void> {
    return new Promise((hears) => {
      this.listening = this.keepListening(receive, hears);
    });
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.client?.end().catch(() => undefined);
    await this.listening;
  }

  private async keepListening(receive: (message: string) => void, hears: () => void): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      await this.listenOnce(receive, hears).catch((error: Error) => signal.aborted || this.log.warn(`live updates: ${error.message}`));
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Until the connection is lost. */
  private async listenOnce(receive: (message: string) => void, hears: () => void): Promise<void> {
    const client = new Client({ connectionString: this.url, keepAlive: true, application_name: 'guildhall live' });
    this.client = client;
    const ended = new Promise<void>((done) => client.once('end', done));
    client.on('error', (error) => this.log.warn(`live updates: ${error.message}`));
    client.on('notification', ({ payload }) => receive(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${channelName}`);
      hears();
      await ended;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
