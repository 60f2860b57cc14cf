import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type IdKind, showId } from '@app/kernel';
import { notUnderWay } from '../http/in-flight';
import { type Hint, Live } from './live';

/** Of one person in one process; browsers open no more to one server either. */
const mostOfOne = 6;
const mostQueued = 1024 * 1024;
const beatEvery = 25_000;
const retryAfter = 3000;
/** Passed on as it is written, by proxies too. */
export const streamHeaders = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

/** Why a stream ended. Only after `restarting` a client should come back by itself. */
type Ending = 'signed_out' | 'no_access' | 'replaced' | 'restarting';

interface Event {
  name: string;
  data: object;
  id?: number;
}

/** Something new in a thing; a client that comes back names the last `id` it got in `Last-Event-ID`. */
export interface LiveEvent extends Event {
  id: number;
}

/** What is new, in order, as much as is read at once. */
export interface News {
  events: readonly LiveEvent[];
  /** There is more after the last of them. */
  isMore: boolean;
}

/** One thing that is followed. */
export interface Followed {
  type: IdKind;
  id: string;
  /** The last event the reader has got, by its `id`: moved on once the next one is written, so that none is left out. */
  known: number;
  /**
   * What is new for this person after `known`; undefined where they may not know any more. Asked when the stream opens, after hints
   * that are about the thing or about what they may do, and with every beat, since a hint may be lost.
   */
  news: (known: number) => Promise<News | undefined>;
}

/** Whose stream it is, and what of theirs it follows. */
export interface Following {
  personId: string;
  isSignedIn: () => Promise<boolean>;
  thing?: Followed;
}

interface Stream extends Following {
  raw: ServerResponse;
  /** What is being written: news are read one after the other. */
  turn: Promise<void>;
  /** News are to be read that nobody has begun to read: hints that come until then are about those too. */
  isAsked: boolean;
  /** Hints that are not written yet: the same again would say nothing else. */
  unwritten: Set<string>;
}

/** The event streams of this process. Before anything is written, it is asked whether its session still lasts. */
@Injectable()
export class LiveStreams implements OnApplicationShutdown {
  private readonly streams = new Map<string, Set<Stream>>();
  private readonly timer = setInterval(() => void this.beat(), beatEvery).unref();
  private listening?: Promise<void>;

  constructor(private readonly live: Live) {}

  /** Takes the reply over. `ready` says that from then on every hint comes; what changed before is read as ever. */
  open(following: Following, reply: FastifyReply): void {
    const { raw } = reply.headers(streamHeaders).hijack();
    notUnderWay(raw);
    raw.on('error', () => undefined);
    raw.writeHead(200, reply.getHeaders() as OutgoingHttpHeaders);
    raw.write(`retry: ${retryAfter}\n\n`);
    const stream: Stream = { ...following, raw, turn: Promise.resolve(), isAsked: false, unwritten: new Set() };
    this.add(stream);
    this.listening ??= this.live.listen((hint) => this.deliver(hint));
    this.listening.then(
      () => {
        write(raw, messageOf({ name: 'ready', data: {} }));
        if (stream.thing) void this.tell(stream);
      },
      () => undefined,
    );
  }

  /** Keeps connections open through proxies, and ends what is over. */
  async beat(): Promise<void> {
    const comment = Buffer.from(':\n\n');
    await Promise.all(this.all().map((stream) => (stream.thing ? this.tell(stream, comment) : this.send(stream, comment))));
  }

  endAll(): void {
    for (const stream of this.all()) this.end(stream, 'restarting');
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.endAll();
  }

  private deliver({ people, type, id }: Hint): void {
    const message = messageOf({ name: 'hint', data: { type, id: showId(type, id) } });
    for (const stream of people.flatMap((personId) => [...(this.streams.get(personId) ?? [])])) {
      if (!stream.thing) void this.hint(stream, message);
      // who is suspended, or free again, may read other things than before
      else if (type === 'suspension' || (stream.thing.type === type && stream.thing.id === id)) void this.tell(stream);
    }
  }

  private async hint(stream: Stream, message: Buffer): Promise<void> {
    const text = message.toString();
    if (stream.unwritten.has(text)) return;
    stream.unwritten.add(text);
    await this.send(stream, message);
    stream.unwritten.delete(text);
  }

  /** Writes what is new, after `first`; who may not know any more is told nothing, and that it is over. */
  private tell(stream: Stream, first?: Buffer): Promise<void> {
    if (stream.isAsked && !first) return stream.turn;
    stream.isAsked = true;
    stream.turn = stream.turn.then(async () => {
      if (first) await this.send(stream, first);
      stream.isAsked = false;
      await this.catchUp(stream, stream.thing!);
    });
    return stream.turn;
  }

  /** What cannot be read or written now comes with the next hint or beat. */
  private async catchUp(stream: Stream, thing: Followed): Promise<void> {
    for (let isMore = true; isMore; ) {
      const news = await thing.news(thing.known).catch(() => ({ events: [], isMore: false }));
      if (!news) return this.end(stream, 'no_access');
      for (const one of news.events) {
        if (!(await this.send(stream, messageOf(one)))) return;
        thing.known = one.id;
      }
      isMore = news.isMore;
    }
  }

  /** Whether it was written. Where nobody can say whether the session lasts, nothing is. */
  private async send(stream: Stream, message: Buffer): Promise<boolean> {
    const isSignedIn = await stream.isSignedIn().catch(() => undefined);
    if (isSignedIn === false) this.end(stream, 'signed_out');
    return isSignedIn === true && write(stream.raw, message);
  }

  private add(stream: Stream): void {
    const own = this.streams.get(stream.personId) ?? new Set();
    this.streams.set(stream.personId, own.add(stream));
    stream.raw.once('close', () => this.forget(stream));
    for (const oldest of [...own].slice(0, -mostOfOne)) this.end(oldest, 'replaced');
  }

  private end(stream: Stream, why: Ending): void {
    this.forget(stream);
    write(stream.raw, messageOf({ name: 'end', data: { why } }));
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

function messageOf({ name, data, id }: Event): Buffer {
  return Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** Whether it is on its way. Who does not read what is sent is let go. */
function write(raw: ServerResponse, message: Buffer): boolean {
  if (raw.writableEnded || raw.destroyed) return false;
  if (raw.writableLength > mostQueued) raw.destroy();
  else raw.write(message);
  return !raw.destroyed;
}
