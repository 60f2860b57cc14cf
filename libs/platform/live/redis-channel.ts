import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { channelName, type LiveChannel } from './channel';

/** Redis pub/sub: a connection that subscribes can do nothing else, so there are two, each made when first needed. */
export class RedisChannel implements LiveChannel {
  private readonly log = new Logger('RedisChannel');
  private publisher?: Redis;
  private subscriber?: Redis;

  constructor(private readonly url: string) {}

  /** Fails soon where there is no connection: a hint that comes late is worth nothing. */
  async publish(message: string): Promise<void> {
    this.publisher ??= this.connect(1);
    await this.publisher.publish(channelName, message);
  }

  async listen(receive: (message: string) => void): Promise<void> {
    this.subscriber = this.connect(null);
    this.subscriber.on('message', (_channel, message) => receive(message));
    await this.subscriber.subscribe(channelName);
  }

  async close(): Promise<void> {
    this.publisher?.disconnect();
    this.subscriber?.disconnect();
  }

  /** Connects again, and subscribes again, by itself. */
  private connect(maxRetriesPerRequest: number | null): Redis {
    const redis = new Redis(this.url, { maxRetriesPerRequest, retryStrategy: (attempt) => Math.min(attempt * 100, 2000) });
    return redis.on('error', (error: Error) => this.log.warn(`live updates: ${error.message}`));
  }
}
