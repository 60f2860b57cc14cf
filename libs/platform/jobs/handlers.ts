import 'reflect-metadata';
import type { EventType, JobType, PayloadOf, QueueName } from '@app/kernel';
import type { Tx } from '../db/tx';

/**
 * `inside`: runs in one transaction together with the removal of its outbox row, so it takes effect exactly once.
 * `outside`: may use the network; runs at least once and must make a repetition harmless itself.
 */
export type Placement = 'inside' | 'outside';

export interface HandlerSpec {
  /** Event or job it answers. */
  trigger: string;
  isEvent: boolean;
  queue: QueueName;
  placement: Placement;
  /** Unique and stable: it stands in the outbox. */
  name: string;
  method: string;
}

const handlersKey = Symbol('handlers');
const dueKey = Symbol('due tasks');

type Method<P> = (payload: P, tx: Tx) => Promise<unknown>;
type OutsideMethod<P> = (payload: P) => Promise<unknown>;

/** Listens to an event in a transaction of its own. */
export function On<E extends EventType<object>>(event: E, options: { queue?: QueueName } = {}) {
  return mark<Method<PayloadOf<E>>>((target, method) => spec(target, method, event.name, true, options.queue ?? 'general', 'inside'));
}

/** Does a job in one transaction. */
export function Does<J extends JobType<object>>(job: J) {
  return mark<Method<PayloadOf<J>>>((target, method) => ({ ...spec(target, method, job.name, false, job.queue, 'inside'), name: job.name }));
}

/** Does a job that talks to the outside (mail, payment provider). It may run twice. */
export function DoesOutside<J extends JobType<object>>(job: J) {
  return mark<OutsideMethod<PayloadOf<J>>>((target, method) => ({ ...spec(target, method, job.name, false, job.queue, 'outside'), name: job.name }));
}

/** Takes what has fallen due by `app_now()`, at most `limit`; returns how many it took. The tick repeats it until that is 0. */
export function Due(name: string) {
  return (target: object, method: string, _: TypedPropertyDescriptor<(limit: number) => Promise<number>>) => {
    add(dueKey, target, { name, method });
  };
}

export function handlersOf(provider: object): HandlerSpec[] {
  return (Reflect.getMetadata(handlersKey, provider.constructor) as HandlerSpec[] | undefined) ?? [];
}

export function dueTasksOf(provider: object): { name: string; method: string }[] {
  return (Reflect.getMetadata(dueKey, provider.constructor) as { name: string; method: string }[] | undefined) ?? [];
}

function mark<M>(describe: (target: object, method: string) => HandlerSpec) {
  return <N extends M>(target: object, method: string, _: TypedPropertyDescriptor<N>) => add(handlersKey, target, describe(target, method));
}

function spec(target: object, method: string, trigger: string, isEvent: boolean, queue: QueueName, placement: Placement): HandlerSpec {
  return { trigger, isEvent, queue, placement, name: `${target.constructor.name}.${method}`, method };
}

function add(key: symbol, target: object, value: unknown): void {
  const known = (Reflect.getOwnMetadata(key, target.constructor) as unknown[] | undefined) ?? [];
  Reflect.defineMetadata(key, [...known, value], target.constructor);
}
