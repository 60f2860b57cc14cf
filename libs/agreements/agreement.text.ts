import { createHash } from 'node:crypto';

export interface PartyTerms {
  id: string;
  name: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

/** What is filled into the text, all of it as it was when the agreement was made. */
export interface AgreementTerms {
  format: 'guildhall-award-agreement-2';
  agreement: string;
  award: string;
  madeAt: string;
  platform: string;
  sponsor: PartyTerms;
  /** `authors`: the people who made the work. */
  recipient: PartyTerms & { authors: string[] };
  challenge: { id: string; title: string };
  prize: { title: string; place: number | null; amount: string | null };
  ruleCard: { version: number; hash: string };
  submission: { id: string; record: number };
  ip: { terms: string; sentences: string[] };
  eligibility: string[];
  /** For so long the sponsor may sign after the recipient; then it is bound by the rule card. Null where the card says nothing of it. */
  sponsorSignsDays: number | null;
}

const countries = new Intl.DisplayNames(['en'], { type: 'region' });

/** The text both sides sign: plain sections, `#` before headings and `-` before points. Equal terms make equal bytes. */
export function agreementText(terms: AgreementTerms): string {
  const { sponsor, recipient, challenge, prize, ruleCard, submission, ip, eligibility, sponsorSignsDays } = terms;
  const sections: [string, string[]][] = [
    ['The two sides', [
      point(`Sponsor: ${party(sponsor)}.`),
      point(`Recipient: ${party(recipient)}. The work was made by ${list(recipient.authors.map(line))}.`),
    ]],
    ['What this is about', [
      point(`Challenge: “${line(challenge.title)}” (${challenge.id}).`),
      point(`Award: “${line(prize.title)}”${prize.place === null ? '' : `, place ${prize.place}`} (${terms.award}), which the recipient has accepted.`),
      point(`Work: submission ${submission.id}, as it was handed in last; its receipt is record ${submission.record} of the public log.`),
      point(`Rule card: version ${ruleCard.version}, SHA-256 ${ruleCard.hash}. The sponsor set it and the recipient accepted it on entering; it goes on to apply, and this agreement changes nothing in it.`),
    ]],
    ['The prize', [
      prize.amount === null
        ? 'The award is a selection. The challenge has no bounty, and nothing is paid.'
        : `The prize is ${prize.amount}. The platform holds it; it is paid to the recipient as the rule card says. The sponsor pays nothing more, and the recipient owes the sponsor nothing for it.`,
    ]],
    ['Rights in the work', ip.sentences.map((sentence) => point(line(sentence)))],
    ['What the recipient stands for', ['The recipient confirms that the conditions of the rule card were met:', ...eligibility.map((clause) => point(line(clause)))]],
    ['Signing', [
      'Whoever signs confirms that they may bind their side.',
      'Each side signs by sending the SHA-256 of exactly this text, with a typed name and a tick, after having proved again who they are. The agreement is in force when both have signed.',
      ...(sponsorSignsDays === null ? [] : [`The sponsor set these terms in the rule card. Where it has not signed within ${sponsorSignsDays} days of the recipient’s signature, it is bound by the rule card, and the agreement is in force from then on.`]),
      `The platform (${terms.platform}) is not a party. It keeps this text, enters each signature in its public log, and seals a copy: its seal says who accepted which text and when.`,
    ]],
  ];
  const body = sections.map(([title, lines], at) => [`## ${at + 1}. ${title}`, '', ...lines, ''].join('\n'));
  return [`# Agreement on “${line(prize.title)}”`, '', `${terms.agreement}, made on ${terms.madeAt.slice(0, 16).replace('T', ' ')} UTC. Text: ${terms.format}.`, '', ...body].join('\n').trimEnd() + '\n';
}

/** SHA-256 of the bytes of the text (UTF-8): what is signed. */
export function textHash(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

export const blockKinds = ['title', 'heading', 'paragraph', 'points'] as const;

/** One line, but for points: a line each. */
export interface Block {
  kind: (typeof blockKinds)[number];
  lines: string[];
}

/** The text as it is set: nothing in a line means anything but its beginning. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  for (const one of text.split('\n')) {
    const last = blocks.at(-1);
    if (one.startsWith('# ')) blocks.push({ kind: 'title', lines: [one.slice(2)] });
    else if (one.startsWith('## ')) blocks.push({ kind: 'heading', lines: [one.slice(3)] });
    else if (one.startsWith('- ') && last?.kind === 'points') last.lines.push(one.slice(2));
    else if (one.startsWith('- ')) blocks.push({ kind: 'points', lines: [one.slice(2)] });
    else if (one !== '') blocks.push({ kind: 'paragraph', lines: [one] });
  }
  return blocks;
}

/** Name, country and id of one side. */
export function party({ id, name, country }: PartyTerms): string {
  return `${line(name)}, ${countries.of(country) ?? country} (${id})`;
}

/** A title or a name is one line, whatever was typed. */
export function line(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

export function point(text: string): string {
  return `- ${text}`;
}

function list(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}
