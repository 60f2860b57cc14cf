import { until } from './waiting';

interface Mail {
  id: string;
  to: { address: string }[];
  subject: string;
  text?: string;
  time: string;
}

/** The mail inbox of a demo, read through its JSON API. */
export class Inbox {
  private readonly used = new Set<string>();

  constructor(private readonly url: string) {}

  /** The secret of the newest link to `page` mailed to that address; waits for the mail. Each mail is used once. */
  secretOf(address: string, page: 'verify' | 'reset' | 'invite'): Promise<string> {
    return until(`a mail to ${address} with a link to ${page}`, async () => {
      for (const { id, text = '' } of (await this.mailsTo(address)).reverse()) {
        const secret = links[page].exec(text)?.[1];
        if (!secret || this.used.has(id)) continue;
        this.used.add(id);
        return secret;
      }
      return undefined;
    });
  }

  private async mailsTo(address: string): Promise<Mail[]> {
    const response = await fetch(`${this.url}/api/email?to.address=${encodeURIComponent(address)}`, { signal: AbortSignal.timeout(30_000) });
    if (!response.ok) throw new Error(`the mail inbox answered ${response.status}`);
    return (await response.json()) as Mail[];
  }
}

const links = {
  verify: /\/verify\?token=([\w-]{20,})/,
  reset: /\/reset\?token=([\w-]{20,})/,
  invite: /\/invite\/([\w-]{20,})/,
};
