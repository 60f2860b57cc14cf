import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Tx } from '../db/tx';
import { dueTasksOf, handlersOf, type HandlerSpec } from './handlers';

export interface Handler extends HandlerSpec {
  run(payload: object, tx?: Tx): Promise<unknown>;
}

export interface DueTask {
  name: string;
  run(limit: number): Promise<number>;
}

/** Who listens to what, found among all providers at start. */
@Injectable()
export class Registry implements OnApplicationBootstrap {
  readonly handlers = new Map<string, Handler>();
  readonly dueTasks: DueTask[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    for (const { instance } of this.discovery.getProviders() as { instance: Record<string, (...args: unknown[]) => Promise<never>> | null }[]) {
      if (!instance || typeof instance !== 'object' || !instance.constructor) continue;
      for (const spec of handlersOf(instance)) this.add({ ...spec, run: (payload, tx) => instance[spec.method]!(payload, tx) });
      for (const { name, method } of dueTasksOf(instance)) this.dueTasks.push({ name, run: (limit) => instance[method]!(limit) });
    }
  }

  /** Handlers of each event, as the relay needs them. */
  listeners(): { event: string; handler: string; queue: string }[] {
    return [...this.handlers.values()].filter((one) => one.isEvent).map((one) => ({ event: one.trigger, handler: one.name, queue: one.queue }));
  }

  private add(handler: Handler): void {
    if (this.handlers.has(handler.name)) throw new Error(`two handlers are called ${handler.name}`);
    this.handlers.set(handler.name, handler);
  }
}
