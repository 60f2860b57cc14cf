import { type Currency, instantText, money, moneyText } from '@app/kernel';
import { m } from '@app/messages';
import type { Saying } from '../kind';

/** What every kind about a challenge knows of it. */
export interface OfChallenge {
  id: string;
  title: string;
  slug: string;
  isPrivate: boolean;
}

/** For SQL in which `c` is the challenge. */
export const challengeColumns = `c.id, c.title, c.slug, c.visibility <> 'public' as "isPrivate"`;

export const challengeFacts = `select ${challengeColumns} from challenge c where c.id = $1`;

/** Subjects are shown on locked screens and kept in logs of mail servers: a challenge that is not for everybody is not named there. */
export function subjectTitle({ title, isPrivate }: OfChallenge, saying: Saying): string {
  return isPrivate ? m.notification_private({}, saying) : title;
}

/** "2026-06-15 12:00 UTC" of a time in facts. */
export function at(time: string | null): string {
  return time === null ? '' : instantText(new Date(time));
}

/** A time in facts as an occasion: the same whether the database has just given it or it was kept. */
export function occasionOf(time: string | null): string {
  return time === null ? '' : new Date(time).toISOString();
}

export function amountText(amount: string, currency: string): string {
  return moneyText(money(BigInt(amount), currency as Currency));
}
