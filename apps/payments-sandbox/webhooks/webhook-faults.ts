import { number, oneOf, text } from '../http/faults';

/**
 * Trouble with deliveries: `drop` never sends, `duplicate` sends twice, `delay` sends `ms` later by the stand-in's clock,
 * `reorder` holds `size` deliveries back and then sends them last first.
 */
export interface WebhookFault {
  id: string;
  kind: 'drop' | 'duplicate' | 'delay' | 'reorder';
  /** Empty: every type. `charge.*` fits all of a charge. */
  types: string[];
  /** How many deliveries it strikes; 0 is until it is removed. */
  times: number;
  ms: number;
  size: number;
  hits: number;
}

export class WebhookFaults {
  private readonly faults = new Map<string, WebhookFault>();
  private made = 0;

  add(input: Record<string, unknown>): WebhookFault {
    const types = input.types ?? [];
    if (!Array.isArray(types)) throw new Error('types must be a list');
    const kind = oneOf(input.kind, ['drop', 'duplicate', 'delay', 'reorder'] as const, 'kind');
    const size = number(input.size ?? 2, 'size', 2, 1000);
    const fault: WebhookFault = {
      id: `webhook_fault_${(this.made += 1)}`,
      kind,
      types: types.map((type) => text(type, 'types')),
      times: number(input.times ?? (kind === 'reorder' ? size : 1), 'times', 0, 1_000_000),
      ms: number(input.ms ?? 0, 'ms', 0, 30 * 24 * 60 * 60 * 1000),
      size,
      hits: 0,
    };
    this.faults.set(fault.id, fault);
    return fault;
  }

  list(): WebhookFault[] {
    return [...this.faults.values()];
  }

  remove(id: string): boolean {
    return this.faults.delete(id);
  }

  clear(): void {
    this.faults.clear();
  }

  /** The fault that strikes the first attempt of a delivery, counted. */
  strike(type: string): WebhookFault | null {
    for (const fault of this.faults.values()) {
      if (fault.times > 0 && fault.hits >= fault.times) continue;
      if (fault.types.length > 0 && !fault.types.some((t) => (t.endsWith('*') ? type.startsWith(t.slice(0, -1)) : t === type))) continue;
      fault.hits += 1;
      return fault;
    }
    return null;
  }
}
