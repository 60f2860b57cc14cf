import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Mailbox, openMailbox } from '../../../test/support/mailbox';
import { Mailer } from './mailer';

/** What stands between here and a mail server, and can hang up on both or drop connections silently. */
interface Line {
  url: string;
  /** Connections so far. */
  connections(): number;
  hangUp(): void;
  /** Nothing passes any more over the connections there are, and nobody is told. */
  drop(): void;
  close(): void;
}

async function lineTo(mailbox: Mailbox): Promise<Line> {
  const pairs: [Socket, Socket][] = [];
  const server: Server = createServer((near) => {
    const far = connect(Number(new URL(mailbox.url).port), '127.0.0.1');
    for (const [from, to] of [[near, far], [far, near]] as const) from.on('error', () => undefined).pipe(to);
    pairs.push([near, far]);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const hangUp = () => pairs.flat().forEach((socket) => socket.destroy());
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => pairs.length,
    hangUp,
    drop: () => pairs.flat().forEach((socket) => socket.unpipe().resume()),
    close: () => void (hangUp(), server.close()),
  };
}

const mailTo = (to: string) => ({ to, subject: 'News', paragraphs: ['There is news.'], reason: 'You asked for it.' });
const config = { publicUrl: 'https://guildhall.example', mailFrom: 'no-reply@guildhall.example', supportAddress: 'support@guildhall.example' };

describe('mails sent one after the other', () => {
  let mailbox: Mailbox;
  let line: Line;
  let mailer: Mailer;

  beforeEach(async () => {
    mailbox = await openMailbox();
    line = await lineTo(mailbox);
    mailer = new Mailer({ ...config, smtpUrl: line.url } as ConstructorParameters<typeof Mailer>[0]);
  });
  afterEach(async () => {
    mailer.onApplicationShutdown();
    line.close();
    await mailbox.close();
  });
  const arrived = () => mailbox.mails.map(({ to }) => to);

  it('share a connection', async () => {
    for (const to of ['a@example.org', 'b@example.org']) await mailer.send(mailTo(to));
    expect([arrived(), line.connections()]).toEqual([['a@example.org', 'b@example.org'], 1]);
  });

  it('arrive both when the server closes its connections between them', async () => {
    await mailer.send(mailTo('a@example.org'));
    line.hangUp();
    await mailer.send(mailTo('b@example.org'));
    expect([arrived(), line.connections()]).toEqual([['a@example.org', 'b@example.org'], 2]);
  });

  it('arrive both, soon, when a connection that nobody used was dropped without a word', async () => {
    await mailer.send(mailTo('a@example.org'));
    line.drop();
    await sleep(5_500);
    const begun = performance.now();
    await mailer.send(mailTo('b@example.org'));
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect([arrived(), line.connections()]).toEqual([['a@example.org', 'b@example.org'], 2]);
  });
});
