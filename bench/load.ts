import { Agent, request } from 'node:http';

export interface LoadResult {
  perSecond: number;
  p50: number;
  p95: number;
  bytes: number;
}

/** Asks one address over and over on `connections` kept-alive connections for `seconds`, after a second of warming up. Refuses any answer but 200. */
export async function load(url: string, { connections = 16, seconds = 3 }: { connections?: number; seconds?: number } = {}): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  await drive(url, agent, connections, 1);
  const { times, bytes, elapsed } = await drive(url, agent, connections, seconds);
  agent.destroy();
  times.sort((a, b) => a - b);
  return { perSecond: times.length / elapsed, p50: times[Math.floor(times.length * 0.5)]!, p95: times[Math.floor(times.length * 0.95)]!, bytes };
}

async function drive(url: string, agent: Agent, connections: number, seconds: number): Promise<{ times: number[]; bytes: number; elapsed: number }> {
  const times: number[] = [];
  let bytes = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  const one = async () => {
    while (performance.now() < end) {
      const asked = performance.now();
      bytes = await get(url, agent);
      times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  return { times, bytes, elapsed: (performance.now() - began) / 1000 };
}

function get(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => (response.statusCode === 200 ? resolve(bytes) : reject(new Error(`${url} answered ${response.statusCode}`))));
    })
      .on('error', reject)
      .end();
  });
}
