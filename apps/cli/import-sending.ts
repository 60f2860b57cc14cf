import { setTimeout as sleep } from 'node:timers/promises';
import { BadSetting } from '@app/platform';
import type { ImportOptions } from './import';

export interface Answer {
  rows: { outcome: 'created' | 'exists' | 'refused'; refusals: { field: string; detail: string }[] }[];
}

const mostTries = 20;
const longestWait = 60;

/** Sends one batch; waits as long as the API says when it is asked too much or is away for a moment. @throws BadSetting when it refuses the batch as a whole */
export async function send({ api, token, organisation, timezone }: ImportOptions, rows: unknown[]): Promise<Answer> {
  const address = `${api.replace(/\/$/, '')}/api/v1/organisations/${encodeURIComponent(organisation)}/challenge-imports`;
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ rows, timezone }),
    }).catch((error: Error) => {
      throw new BadSetting(`${api} cannot be reached: ${error.message}`);
    });
    if (response.ok) return (await response.json()) as Answer;
    const wait = Number(response.headers.get('retry-after'));
    if ((response.status !== 429 && response.status !== 503) || attempt === mostTries) {
      const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
      throw new BadSetting(`The API answered ${response.status}: ${problem.detail ?? problem.title ?? response.statusText}`);
    }
    await response.body?.cancel();
    await sleep(1000 * Math.min(longestWait, wait > 0 ? wait : attempt));
  }
}
