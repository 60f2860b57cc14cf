import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What one process counts, in Prometheus' terms. Labels are names from the code, never anything a caller wrote. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  /** Seconds from the first byte of a request to the last of its answer; an open stream counts when it ends. */
  readonly requests = new Histogram({
    name: 'guildhall_http_request_seconds', help: 'Time to answer, by route and status', labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers: [this.registry],
  });

  readonly jobs = new Histogram({
    name: 'guildhall_job_seconds', help: 'Time a handler took for one row of the outbox, by handler and outcome', labelNames: ['handler', 'outcome'] as const,
    buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60], registers: [this.registry],
  });

  /**
   * Counts what the process itself uses: memory, garbage, event loop. It watches until the process ends,
   * so it is for whoever owns the process, once; an app that comes and goes in a test would never be freed.
   */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry, prefix: 'guildhall_' });
  }
}
