import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { CONFIG, type Config } from '../config';

/** A mail as a person reads it: plain sentences, and at most one thing to click. */
export interface Mail {
  to: string;
  subject: string;
  paragraphs: readonly string[];
  action?: { label: string; url: string };
  /** Why this was sent, in the footer. */
  reason: string;
  /** Several things in one mail, each with a place of its own. */
  items?: readonly { title: string; lines: readonly string[]; url: string }[];
  /** Message-ID, for what may be sent again after a crash: mail programs show it once. */
  id?: string;
  /** Turns mails like this off by one POST (RFC 8058); a page with a button when it is opened. */
  unsubscribe?: { label: string; url: string };
}

/**
 * Connections are kept for the next mail, but not for long: a firewall drops what is idle without a word. An answer is waited for five
 * minutes, since filters take their time and what they have taken by then is sent again.
 */
const kept = { pool: true, idleTimeout: 5_000, socketTimeout: 300_000 } as const;

/** Sends one mail. Call it outside a transaction, from a job: a mail server is a network. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly transport: Transporter;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.transport = createTransport({ url: config.smtpUrl, ...kept }, { from: config.mailFrom, replyTo: config.supportAddress });
  }

  async send(mail: Mail): Promise<void> {
    await this.transport.sendMail({
      to: { name: '', address: oneLine(mail.to) },
      subject: oneLine(mail.subject),
      text: plainText(mail),
      html: html(mail, this.config.publicUrl),
      messageId: mail.id,
      headers: {
        'Auto-Submitted': 'auto-generated',
        ...(mail.unsubscribe && { 'List-Unsubscribe': `<${mail.unsubscribe.url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
      },
    });
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}

export function plainText({ paragraphs, items = [], action, reason, unsubscribe }: Mail): string {
  const list = items.map(({ title, lines, url }) => [`* ${title}`, ...lines, url].join('\n'));
  const stop = unsubscribe ? `\n${unsubscribe.label}:\n${unsubscribe.url}` : '';
  return [...paragraphs, ...list, ...(action ? [`${action.label}:\n${action.url}`] : []), `--\n${reason}${stop}`].join('\n\n');
}

export function html({ subject, paragraphs, items = [], action, reason, unsubscribe }: Mail, publicUrl: string): string {
  const list = items.map(
    ({ title, lines, url }) => `<h2 style="font-size:17px;margin:24px 0 4px"><a href="${escape(url)}" style="color:#1f3a5f">${escape(title)}</a></h2>
${lines.map((line) => `<p style="margin:0 0 8px">${escape(line)}</p>`).join('\n')}`,
  );
  const stop = unsubscribe ? `<br><a href="${escape(unsubscribe.url)}" style="color:#1f3a5f">${escape(unsubscribe.label)}</a>` : '';
  const button = action
    ? `<p style="margin:28px 0"><a href="${escape(action.url)}" style="background:#1f3a5f;color:#fff;padding:12px 20px;border-radius:6px;text-decoration:none;display:inline-block">${escape(action.label)}</a></p>
<p style="font-size:13px;color:#555">${escape(action.url)}</p>`
    : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(subject)}</title></head>
<body style="margin:0;background:#f6f3ec;font-family:Georgia,serif;color:#1c1b19;line-height:1.55">
<div style="max-width:560px;margin:0 auto;padding:32px 24px;background:#fff">
<p style="font-size:14px;letter-spacing:.04em;margin:0 0 24px"><a href="${escape(publicUrl)}" style="color:#1f3a5f;text-decoration:none">Guildhall</a></p>
${[...paragraphs.map((text) => `<p>${escape(text)}</p>`), ...list].join('\n')}
${button}
<p style="font-size:13px;color:#555;border-top:1px solid #ddd;padding-top:16px;margin-top:32px">${escape(reason)}${stop}</p>
</div></body></html>`;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
