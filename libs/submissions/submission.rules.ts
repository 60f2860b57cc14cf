import type { FieldError } from '@app/kernel';
import type { Band } from './submission.lifecycle';

export interface FormQuestion {
  key: string;
  label: string;
  maxLength: number;
  isRequired: boolean;
}

/** Text by the key of its question. */
export type Answers = Readonly<Record<string, string>>;

/** What keeps answers from being saved: questions the form does not ask, and texts that are too long. */
export function answerFaults(questions: readonly FormQuestion[], answers: readonly { question: string; text: string }[]): FieldError[] {
  const asked = new Map(questions.map((question) => [question.key, question]));
  const seen = new Set<string>();
  return answers.flatMap(({ question: key, text }, at) => {
    const question = asked.get(key);
    const isRepeated = seen.has(key);
    seen.add(key);
    if (!question) return [{ pointer: `/answers/${at}/question`, code: 'unknown', detail: 'is not a question of this form' }];
    if (isRepeated) return [{ pointer: `/answers/${at}/question`, code: 'repeated', detail: 'is answered twice' }];
    if ([...text].length > question.maxLength) return [{ pointer: `/answers/${at}/text`, code: 'max_length', detail: `must be at most ${question.maxLength} characters` }];
    return [];
  });
}

/** What is still missing before it can be handed in. */
export function missingParts(form: { questions: readonly FormQuestion[]; maxFiles: number }, answers: Answers, files: number): FieldError[] {
  const unanswered = form.questions.filter(({ key, isRequired }) => isRequired && (answers[key] ?? '').trim() === '');
  const isEmpty = files === 0 && Object.values(answers).every((text) => text.trim() === '');
  return [
    ...unanswered.map(({ key, label }) => ({ pointer: `/answers/${key}`, code: 'required', detail: `“${label}” is not answered` })),
    ...(isEmpty && unanswered.length === 0 ? [{ pointer: '/answers', code: 'required', detail: 'is empty' }] : []),
    ...(files > form.maxFiles ? [{ pointer: '/files', code: 'max_files', detail: `must be at most ${form.maxFiles} files` }] : []),
  ];
}

/** Whether its author is named to the sponsor: in a search for partners from the start, in a prize from the results on. */
export function isNamed(kind: string, phaseState: string): boolean {
  return kind === 'partner_search' || phaseState === 'decided';
}

/** Money went back to the sponsor, or it has declared that it uses nothing and keeps no copy: what was not awarded is not handed out to its people any more. */
export function isClosedToSponsor({ closedToSponsorAt }: { closedToSponsorAt: Date | null }, { band }: { band: Band | null }): boolean {
  return closedToSponsorAt !== null && band !== 'winner';
}

/** In time until the millisecond before `closesAt`, which itself is late; and only while the phase takes submissions. */
export function isInTime(phase: { state: string; closesAt: Date | null }, now: Date): boolean {
  return phase.state === 'open' && phase.closesAt !== null && now < phase.closesAt;
}
