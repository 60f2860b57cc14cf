import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { showId } from '@app/kernel';
import { notUnderWay } from '../http/in-flight';
import { type Hint, Live } from './live';

/** Of one person in one process; browsers open no more to one server either. */
const mostOfOne = 6;
const mostQueued = 1024 * 1024;
const beatEvery = 25_000;
const retryAfter = 3000;
/** Passed on as it is written, by proxies too. */
export const streamHeaders = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

/** Why a stream ended. After `replaced` a client should not come back by itself. */
type Ending = 'signed_out' | 'replaced' | 'restarting';

interface Stream {
  personId: string;
  raw: ServerResponse;
  isSignedIn: () => Promise<boolean>;
}

/** The event streams of this process. Before anything is written, it is asked whether its session still lasts. */
@Injectable()
export class LiveStreams implements OnApplicationShutdown {
  private readonly streams = new Map<string, Set<Stream>>();
  private readonly timer = setInterval(() => void this.beat(), beatEvery).unref();
  private listening?: Promise<void>;

  constructor(private readonly live: Live) {}

  /** Takes the reply over. `ready` says that from then on every hint comes; what changed before is read as ever. */
  open(personId: string, reply: FastifyReply, isSignedIn: () => Promise<boolean>): void {
    const { raw } = reply.headers(streamHeaders).hijack();
    notUnderWay(raw);
    raw.on('error', () => undefined);
    raw.writeHead(200, reply.getHeaders() as OutgoingHttpHeaders);
    raw.write(`retry: ${retryAfter}\n\n`);
    const stream = { personId, raw, isSignedIn };
    this.add(stream);
    this.listening ??= this.live.listen((hint) => this.deliver(hint));
    this.listening.then(() => write(raw, Buffer.from('event: ready\ndata: {}\n\n')), () => undefined);
  }

  /** Keeps connections open through proxies, and ends what is over. */
  async beat(): Promise<void> {
    const comment = Buffer.from(':\n\n');
    await Promise.all(this.all().map((stream) => this.send(stream, comment)));
  }

  endAll(): void {
    for (const stream of this.all()) this.end(stream, 'restarting');
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.endAll();
  }

  private deliver({ people, type, id }: Hint): void {
    const message = Buffer.from(`event: hint\ndata: ${JSON.stringify({ type, id: showId(type, id) })}\n\n`);
    for (const personId of people) for (const stream of this.streams.get(personId) ?? []) void this.send(stream, message);
  }

  /** Where nobody can say whether the session lasts, nothing is written. */
  private async send(stream: Stream, message: Buffer): Promise<void> {
    const isSignedIn = await stream.isSignedIn().catch(() => undefined);
    if (isSignedIn) write(stream.raw, message);
    else if (isSignedIn === false) this.end(stream, 'signed_out');
  }

  private add(stream: Stream): void {
    const own = this.streams.get(stream.personId) ?? new Set();
    this.streams.set(stream.personId, own.add(stream));
    stream.raw.once('close', () => this.forget(stream));
    for (const oldest of [...own].slice(0, -mostOfOne)) this.end(oldest, 'replaced');
  }

  private end(stream: Stream, why: Ending): void {
    this.forget(stream);
    write(stream.raw, Buffer.from(`event: end\ndata: ${JSON.stringify({ why })}\n\n`));
    stream.raw.end();
  }

  private forget(stream: Stream): void {
    const own = this.streams.get(stream.personId);
    own?.delete(stream);
    if (own?.size === 0) this.streams.delete(stream.personId);
  }

  private all(): Stream[] {
    return [...this.streams.values()].flatMap((own) => [...own]);
  }
}

/** Who does not read what is sent is let go. */
function write(raw: ServerResponse, message: Buffer): void {
  if (raw.writableEnded || raw.destroyed) return;
  if (raw.writableLength > mostQueued) raw.destroy();
  else raw.write(message);
}
