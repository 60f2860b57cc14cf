import type { EventType } from '@app/kernel';
import type { Locale } from '@app/messages';
import type { asking } from './asking';
import type { Sources } from './sources.service';

/** What is said of the matter, kept with the notification: plain values, never anything sealed. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** What a notification is about; `occasion` tells apart what may be said more than once of the same thing. */
export interface Matter {
  subjectId: string;
  occasion: string;
}

/** What somebody reads, in the inbox and in a mail. Subject and reason never hold more than the inbox list may show over a shoulder. */
export interface Words {
  subject: string;
  paragraphs: readonly string[];
  action: string;
  /** Why they get it. */
  reason: string;
}

export interface Saying {
  locale: Locale;
}

export const parts = ['sponsor', 'solver', 'judge', 'agreement', 'money', 'rules'] as const;

/** Who is told. */
export interface Side {
  /** As the documents say it. */
  words: string;
  /** The part they play, by which settings are grouped. */
  part: (typeof parts)[number];
  /** Some are told for what they are in an organisation; who leaves it loses what it was told. */
  isOfMembers: boolean;
  people(from: Sources, matter: Matter): Promise<string[]>;
  /** Whether somebody is among them, without reading all of them. */
  includes(from: Sources, matter: Matter, personId: string): Promise<boolean>;
  /** The same as SQL, of a notification `told` and an `item` of an inbox. */
  has: string;
}

export const choices = ['at_once', 'digest', 'off'] as const;
/** What becomes of mail: at once, in the daily digest, or none. The inbox shows all the same. */
export type Choice = (typeof choices)[number];

/** One thing people are told of: when, whom, and in which words. */
export interface Kind<F extends object = Facts, P extends object = object> {
  /** When this happened. */
  on: EventType<P>;
  of(payload: P): Partial<Matter> & Pick<Matter, 'subjectId'> | readonly Matter[];
  to: Side;
  /** Mail unless somebody chose otherwise; `always` cannot be turned off. */
  mail: 'always' | 'at_once' | 'digest';
  /** Whether it may wait for the digest of the day. */
  isDigestable: boolean;
  /** Whether it goes to people who must not know yet who entered. */
  isBlind: boolean;
  /** Until when it asks something of its reader; without it, it only tells. */
  asks?: (typeof asking)[keyof typeof asking];
  /** Undefined: nothing is to be said, or not any more. Asked again before each mail. */
  about(from: Sources, matter: Matter): Promise<F | undefined>;
  /** What else the words need, where finding it out takes more: asked once. */
  more?(from: Sources, facts: NoInfer<F>): Promise<Partial<F>>;
  /** Makes it another occasion where the same may happen again. */
  again?(facts: NoInfer<F>): string;
  path(facts: NoInfer<F>): string;
  words(facts: NoInfer<F>, saying: Saying): Words;
}

/** A kind keeps its own types for itself; to all others it is one among many. */
export function defineKind<F extends object, P extends object>(kind: Kind<F, P>): Kind {
  return kind as unknown as Kind;
}

export function choicesOf({ mail, isDigestable }: Pick<Kind, 'mail' | 'isDigestable'>): Choice[] {
  return choices.filter((choice) => (choice !== 'digest' || isDigestable) && (choice !== 'off' || mail !== 'always'));
}

export function defaultOf({ mail }: Pick<Kind, 'mail'>): Choice {
  return mail === 'digest' ? 'digest' : 'at_once';
}
