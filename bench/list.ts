import { Client } from 'pg';
import { join } from 'node:path';
import { type Ground, startServer } from './ground';
import { load } from './load';
import { compare, type Row } from './table';

const challenges = 10_000;
const query = '/api/v1/challenges?topic=food&sort=newest&limit=20';

/** The challenge list with validated filters, against bare `node:http` that runs the same statement and returns the same bytes. */
export async function benchList(ground: Ground): Promise<Row[]> {
  await fill(ground.migrationUrl);
  const api = await startServer(join(__dirname, '../apps/api/main.js'), ground.env);
  const bare = await startServer(join(__dirname, 'bare-list.js'), ground.env);
  try {
    const [ours, theirs] = [await body(api.url + query), await body(bare.url + query)];
    if (ours !== theirs) throw new Error('the two lists differ');
    const last = { bytes: 0, p95: 0 };
    const list = await compare(
      async () => Object.assign(last, await load(api.url + query)).perSecond,
      async () => (await load(bare.url + query)).perSecond,
    );
    return [
      {
        what: 'challenge list, filters validated', bar: 0.66, ratio: list.ratio,
        note: `${list.ours.toFixed(0)} against ${list.bare.toFixed(0)} requests/s of bare node:http, ${last.bytes} bytes, p95 ${last.p95.toFixed(1)} ms`,
      },
    ];
  } finally {
    await bare.stop();
    await api.stop();
  }
}

async function body(url: string): Promise<string> {
  return (await fetch(url)).text();
}

/** Challenges as the list sees them; only what it reads matters here. */
async function fill(migrationUrl: string): Promise<void> {
  const client = new Client(migrationUrl);
  await client.connect();
  await client.query(
    `insert into organisation (id, kind, name, slug, country, state, created_at, version)
       select gen_random_uuid(), 'smb', 'Sponsor ' || n, 'sponsor-' || n, 'NL', 'active', now(), 1 from generate_series(1, 100) n;
     insert into challenge (id, slug, sponsor_id, kind, entry, visibility, state, title, summary, brief, topics, bounty, currency, bounty_total, funded, numbers,
       decision_rule, pass_mark, judging_days, judge_roles, eligibility, timezone, opens_at, closes_at, created_at, edited_at, listed_at, opened_at, version)
     select gen_random_uuid(), 'challenge-' || n, (select id from organisation where slug = 'sponsor-' || (n % 100 + 1)), 'prize', 'open', 'public', 'open',
       'Less loss on line ' || n, repeat('What happens, what it costs and what was tried. ', 12), '{}', case when n % 3 = 0 then '{food,robotics}' else '{energy}' end::text[],
       'money', 'EUR', 500000 + n, 500000 + n, (select numbers from rule_settings), 'by_ranking', 50, 14, '{independent}', '{}', 'Europe/Berlin', now() - interval '1 day', now() + interval '20 days' + n * interval '1 second',
       now(), now(), now() - n * interval '1 second', now(), 1
     from generate_series(1, ${challenges}) n;`,
  );
  await client.query('analyze');
  await client.end();
}
