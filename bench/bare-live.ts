import { createServer, type ServerResponse } from 'node:http';
import { Client, Pool } from 'pg';

/** The limit: no framework and no guard; the same question which of the sessions last, the same bytes on each stream. */
const channel = 'bench_live';
const streams = new Map<string, { sessionId: string; response: ServerResponse }>();
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20, options: '-c timezone=UTC' });
const listener = new Client({ connectionString: process.env.DATABASE_URL });
const last = {
  name: 'last',
  text: `select s.id, s.authenticated_at, s.last_seen_at, s.expires_at, now(), exists (select from staff_grant g where g.person_id = p.id and g.confirmed_at > app_now() - make_interval(days => $2)) as is_staff
    from session s join person p on p.id = s.person_id and p.state = 'active' where s.id = any ($1) and s.ended_at is null`,
};

listener.on('notification', ({ payload }) => {
  const { people, type, shown } = JSON.parse(payload!) as { people: string[]; type: string; shown: string };
  const message = Buffer.from(`event: hint\ndata: ${JSON.stringify({ type, id: shown })}\n\n`);
  const open = people.flatMap((personId) => streams.get(personId) ?? []);
  void pool.query<{ id: string }>({ ...last, values: [open.map(({ sessionId }) => sessionId), 365] }).then(({ rows }) => {
    const lasting = new Set(rows.map(({ id }) => id));
    for (const { sessionId, response } of open) if (lasting.has(sessionId)) response.write(message);
  });
});

const server = createServer((request, response) => {
  const [personId, sessionId] = request.url!.slice(1).split('/') as [string, string];
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('event: ready\ndata: {}\n\n');
  streams.set(personId, { sessionId, response });
});

void listener
  .connect()
  .then(() => listener.query(`listen ${channel}`))
  .then(() => server.listen(0, '127.0.0.1', () => process.send!({ ready: `http://127.0.0.1:${(server.address() as { port: number }).port}` })));
process.on('SIGTERM', () => process.exit(0));
