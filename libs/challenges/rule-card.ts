import { showId } from '@app/kernel';
import { canonicalJson, contentDigest, type ContentManifest } from '@app/provenance';
import { costOf } from './challenge.cost';
import type { Brief } from './challenge.entity';
import { formOf, type PhaseForm } from './challenge.form';
import { type JudgeRole, scoreScale } from './challenge.values';
import type { FullChallenge } from './full-challenge';
import { ipSentences } from './ip-terms';
import type { FrozenNumbers } from './rule-numbers';
import { ruleSentences, type RuleWords } from './rule-sentences';

/** Everything a solver accepts, as plain JSON: times in ISO 8601 UTC, amounts in minor units, ids in their public form. */
export interface RuleCardTerms {
  format: 'guildhall-rule-card-1';
  version: number;
  challenge: { id: string; sponsor: string; title: string; kind: string; entry: string; capacity: number | null; countries: string[] | null; timezone: string };
  brief: Brief & { summary: string };
  bounty: { kind: string; currency: string | null; amount: number; feeBasisPoints: number; fee: number };
  phases: {
    id: string;
    position: number;
    kind: string;
    opensAt: string;
    closesAt: string;
    judgingEndsAt: string;
    form: PhaseForm;
    criteria: { id: string; title: string; description: string | null; weight: number }[];
    prizes: { id: string; kind: string; place: number | null; title: string; amount: number }[];
  }[];
  ip: { terms: string; sentences: string[] };
  decision: { rule: string; noAwardRule: string | null; passMark: number; judgeRoles: JudgeRole[]; scale: { min: number; max: number } };
  eligibility: { number: number; text: string }[];
  /** What follows from choices and numbers, in words. */
  rules: RuleWords[];
  numbers: FrozenNumbers;
}

/** The terms of a challenge that readiness found complete, at the moment it opens, with the numbers frozen at its approval. */
export function termsOf({ challenge, phases }: FullChallenge, version: number, numbers: FrozenNumbers): RuleCardTerms {
  const { judgingDays, passMark } = challenge;
  const { feeBasisPoints } = numbers;
  const { bounty, fee } = costOf(phases.flatMap(({ prizes }) => prizes), feeBasisPoints);
  return {
    format: 'guildhall-rule-card-1',
    version,
    challenge: {
      id: showId('challenge', challenge.id),
      sponsor: showId('organisation', challenge.sponsorId),
      title: challenge.title,
      kind: challenge.kind,
      entry: challenge.entry,
      capacity: challenge.capacity,
      countries: challenge.countries,
      timezone: challenge.timezone!,
    },
    brief: { ...challenge.brief, summary: challenge.summary! },
    bounty: { kind: challenge.bounty, currency: challenge.currency, amount: Number(bounty), feeBasisPoints, fee: Number(fee) },
    phases: phases.map((phase) => ({
      id: showId('phase', phase.id),
      position: phase.position,
      kind: phase.kind,
      opensAt: phase.opensAt!.toISOString(),
      closesAt: phase.closesAt!.toISOString(),
      judgingEndsAt: phase.judgingEndsAt!.toISOString(),
      form: formOf(phase.form, phase.criteria),
      criteria: phase.criteria.map(({ id, title, description, weight }) => ({ id: showId('criterion', id), title, description, weight })),
      prizes: phase.prizes.map(({ id, kind, place, title, amount }) => ({ id: showId('prize', id), kind, place, title, amount: Number(amount) })),
    })),
    ip: { terms: challenge.ipTerms!, sentences: ipSentences(challenge.ipTerms!, challenge.bounty).map(({ text }) => text) },
    decision: { rule: challenge.decisionRule, noAwardRule: challenge.noAwardRule, passMark: challenge.passMark, judgeRoles: challenge.judgeRoles, scale: { ...scoreScale } },
    eligibility: challenge.eligibility.map((text, index) => ({ number: index + 1, text })),
    rules: ruleSentences(challenge, numbers),
    numbers: { ...structuredClone(numbers), judgingDays, passMark },
  };
}

/** What is recorded of a rule card. */
export function ruleCardManifest(terms: RuleCardTerms): ContentManifest {
  return { fields: { ...terms }, files: [] };
}

/** The exact text that is hashed: canonical JSON (RFC 8785) of the terms, in the envelope every record has. */
export function ruleCardText(terms: RuleCardTerms): string {
  return canonicalJson(ruleCardManifest(terms));
}

/** SHA-256 of `ruleCardText`, 32 bytes: what an entrant accepts, and what the log holds. */
export function ruleCardHash(terms: RuleCardTerms): Buffer {
  return contentDigest(ruleCardManifest(terms));
}
