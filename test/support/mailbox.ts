import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  to: string;
  replyTo: string | undefined;
  subject: string;
  text: string;
  html: string;
  messageId: string | undefined;
  /** The headers that let mail programs turn such mails off: the address, and how. */
  unsubscribe: { url: string; post: string | undefined } | undefined;
  /** The first address in the text. */
  link: string | undefined;
}

/** A real mail server in this process that keeps what it is given. */
export interface Mailbox {
  url: string;
  mails: ReceivedMail[];
  /** What it answers to each recipient instead of taking the mail; undefined takes it. */
  refuse: ((to: string) => string) | undefined;
  close(): Promise<void>;
}

export async function openMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const mailbox: Mailbox = { url: '', mails, refuse: undefined, close: () => new Promise((done) => server.close(() => done())) };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, done) {
      done(mailbox.refuse ? Object.assign(new Error(mailbox.refuse(address)), { responseCode: 550 }) : undefined);
    },
    onData(stream, session, done) {
      simpleParser(stream).then(({ replyTo, subject = '', text = '', html, messageId, headerLines }) => {
        const header = (name: string) => headerLines.find(({ key }) => key === name)?.line.replace(/^[^:]*:\s*/, '');
        const url = header('list-unsubscribe')?.replace(/^<|>$/g, '');
        const unsubscribe = url === undefined ? undefined : { url, post: header('list-unsubscribe-post') };
        for (const { address } of session.envelope.rcptTo) mails.push({ to: address, replyTo: replyTo?.text, subject, text, html: html || '', messageId, unsubscribe, link: /https?:\/\/\S+/.exec(text)?.[0] });
        done();
      }, done);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.server.address() as AddressInfo;
  return Object.assign(mailbox, { url: `smtp://127.0.0.1:${port}` });
}
