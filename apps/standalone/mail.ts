import { mkdirSync } from 'node:fs';
import { cannotWrite } from './start-error';

export interface Inbox {
  /** For SMTP_URL. */
  smtpUrl: string;
  /** The page that shows what was sent; the same as JSON at `/api/email`. */
  url: string;
  stop(): Promise<void>;
}

/** An inbox that takes every mail and sends none on. Mails are kept in `directory` over restarts, the newest thousand. */
export async function startInbox({ webPort, directory }: { webPort: number; directory: string }): Promise<Inbox> {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw cannotWrite(directory, error);
  }
  const { MailDev } = await import('maildev');
  const host = '127.0.0.1';
  const inbox = new MailDev({ smtp: 0, ip: host, web: webPort, webIp: host, mailDirectory: directory, maxEmails: 1000, silent: true });
  // It announces itself on the console whatever `silent` says; the addresses are printed together, later.
  const { info } = console;
  console.info = () => undefined;
  const { smtp } = await inbox.start().finally(() => (console.info = info));
  return { smtpUrl: `smtp://${host}:${smtp.getAddress().port}`, url: `http://${host}:${webPort}`, stop: () => inbox.stop() };
}
