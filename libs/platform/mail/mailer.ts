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
}

/** Sends one mail. Call it outside a transaction, from a job: a mail server is a network. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly transport: Transporter;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.transport = createTransport(config.smtpUrl, { from: config.mailFrom, replyTo: config.supportAddress });
  }

  async send(mail: Mail): Promise<void> {
    await this.transport.sendMail({
      to: { name: '', address: oneLine(mail.to) },
      subject: oneLine(mail.subject),
      text: plainText(mail),
      html: html(mail, this.config.publicUrl),
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}

export function plainText({ paragraphs, action, reason }: Mail): string {
  return [...paragraphs, ...(action ? [`${action.label}:\n${action.url}`] : []), `--\n${reason}`].join('\n\n');
}

export function html({ subject, paragraphs, action, reason }: Mail, publicUrl: string): string {
  const button = action
    ? `<p style="margin:28px 0"><a href="${escape(action.url)}" style="background:#1f3a5f;color:#fff;padding:12px 20px;border-radius:6px;text-decoration:none;display:inline-block">${escape(action.label)}</a></p>
<p style="font-size:13px;color:#555">${escape(action.url)}</p>`
    : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(subject)}</title></head>
<body style="margin:0;background:#f6f3ec;font-family:Georgia,serif;color:#1c1b19;line-height:1.55">
<div style="max-width:560px;margin:0 auto;padding:32px 24px;background:#fff">
<p style="font-size:14px;letter-spacing:.04em;margin:0 0 24px"><a href="${escape(publicUrl)}" style="color:#1f3a5f;text-decoration:none">Guildhall</a></p>
${paragraphs.map((text) => `<p>${escape(text)}</p>`).join('\n')}
${button}
<p style="font-size:13px;color:#555;border-top:1px solid #ddd;padding-top:16px;margin-top:32px">${escape(reason)}</p>
</div></body></html>`;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
