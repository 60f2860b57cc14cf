/** Something that happened, in the past tense (`challenge.opened`). The payload holds ids and plain values, never secrets or sealed text. */
export interface EventType<P extends object> {
  readonly name: string;
  readonly __payload?: P;
}

/** Something to be done, in the imperative (`mail.send`); it waits in the queue of its purpose. */
export interface JobType<P extends object> {
  readonly name: string;
  readonly queue: QueueName;
  readonly __payload?: P;
}

/** Queues by purpose, so that a backlog of one never delays another. */
export const queueNames = ['money', 'mail', 'matching', 'files', 'webhooks', 'general'] as const;
export type QueueName = (typeof queueNames)[number];

const events: string[] = [];

/** The names of all events any module has defined, for the guard that asks who hears them. */
export function allEvents(): readonly string[] {
  return events;
}

export function defineEvent<P extends object>(name: string): EventType<P> {
  events.push(name);
  return { name };
}

export function defineJob<P extends object>(name: string, queue: QueueName): JobType<P> {
  return { name, queue };
}

export type PayloadOf<T> = T extends EventType<infer P> ? P : T extends JobType<infer P> ? P : never;
