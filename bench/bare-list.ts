import { createServer } from 'node:http';
import { Pool } from 'pg';
import { pageOf } from '@app/kernel';
import { listColumns } from '../libs/challenges/challenges.queries';
import { listPosition, listStatement } from '../libs/challenges/challenge.list';
import { ListedChallengeView } from '../libs/challenges/http/listed-challenge.view';

/** The limit: no framework, no validation, no guard; the same prepared statement, the same bytes. */
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20, options: '-c timezone=UTC' });
const filters = { topic: 'food', sort: 'newest', limit: 20 } as never;

const server = createServer((_, response) => {
  const { name, text, values } = listStatement(filters, listColumns);
  pool.query({ name, text, values }).then(
    ({ rows }) => {
      const body = JSON.stringify(pageOf(rows as never[], 20, listPosition('newest' as never) as never, (row: never) => ListedChallengeView.of(row)));
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) }).end(body);
    },
    () => response.writeHead(500).end(),
  );
});
server.listen(0, '127.0.0.1', () => process.send!({ ready: `http://127.0.0.1:${(server.address() as { port: number }).port}` }));
process.on('SIGTERM', () => process.exit(0));
