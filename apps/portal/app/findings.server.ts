import type { View } from '@app/api-client';
import { formatMoney } from './components/money';
import { formatLocale } from './locale';
import { translatedCode } from './problems.server';

type Finding = View<'FindingView'>;

/** A finding's sentence in the reader's language; the API's English where the catalogue has none. */
export function findingText({ code, detail, values }: Finding): string {
  const { currency, ...rest } = values;
  const inputs = Object.entries(rest).map(([name, value]) => [name, name.endsWith('Amount') && currency ? formatMoney({ amount: Number(value), currency }) : name.endsWith('At') ? dayOf(value) : value]);
  return translatedCode(`finding_${code}`, Object.fromEntries(inputs) as Record<string, string>) ?? detail;
}

const inWords = (findings: readonly Finding[]): Finding[] => findings.map((finding) => ({ ...finding, detail: findingText(finding) }));

/** What a draft lacks, each finding's `detail` in the reader's language. */
export function readinessInWords<R extends View<'ReadinessView'>>(readiness: R): R {
  return { ...readiness, missing: inWords(readiness.missing), warnings: inWords(readiness.warnings) };
}

/** A challenge whose sentences about rights are in the reader's language; its rule card keeps those that bind. */
export function challengeInWords<C extends View<'ChallengeView'>>(challenge: C): C {
  const { ip } = challenge;
  return ip ? { ...challenge, ip: { ...ip, sentences: ip.sentences.map(({ code, text }) => ({ code, text: translatedCode(`ip_sentence_${code}`) ?? text })) } } : challenge;
}

/** The server does not know the reader's zone; of a time months away the day is enough. */
const dayOf = (at: string) => new Intl.DateTimeFormat(formatLocale(), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(at));
