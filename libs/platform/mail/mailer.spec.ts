import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Mailbox, openMailbox } from '../../../test/support/mailbox';
import { html, type Mail, Mailer } from './mailer';

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

describe('what people wrote', () => {
  const image = '<img src=x onerror="alert(1)">';
  const mail: Mail = {
    to: 'a@example.org', subject: `Loaves ${image}`, paragraphs: [`In words: ${image}`], reason: `Since you follow ${image}.`,
    action: { label: `See ${image}`, url: `https://guildhall.example/?q="${image}` },
    items: [{ title: `Belts ${image}`, lines: [`Two lines ${image}`], url: `https://guildhall.example/?q='${image}` }],
    unsubscribe: { label: `No more ${image}`, url: `https://guildhall.example/?u="${image}` },
  };

  it('stands in the HTML of a mail as words, wherever it comes', () => {
    const page = html(mail, config.publicUrl);
    expect([...page.matchAll(/<(\w+)/g)].map(([, tag]) => tag).filter((tag) => !['html', 'head', 'meta', 'title', 'body', 'div', 'p', 'a', 'h2', 'br'].includes(tag!))).toEqual([]);
    const shown = '&#60;img src=x onerror=&#34;alert(1)&#34;&#62;';
    expect(page.split(shown)).toHaveLength(1 + 11);
    expect([...page.matchAll(/<a href="([^"]*)"/g)].map(([, url]) => url)).toEqual([config.publicUrl, ...["'", '"', '"'].map((quote, n) => `https://guildhall.example/?${n === 2 ? 'u' : 'q'}=&#${quote.charCodeAt(0)};${shown}`)]);
  });

  it('makes no header of its own in the subject', async () => {
    const mailbox = await openMailbox();
    const mailer = new Mailer({ ...config, smtpUrl: mailbox.url } as ConstructorParameters<typeof Mailer>[0]);
    await mailer.send({ ...mail, subject: 'News\r\nBcc: eve@example.org\r\n\r\nRead this' });
    mailer.onApplicationShutdown();
    await mailbox.close();
    expect(mailbox.mails.map(({ to, subject }) => [to, subject])).toEqual([['a@example.org', 'News Bcc: eve@example.org Read this']]);
  });
});
