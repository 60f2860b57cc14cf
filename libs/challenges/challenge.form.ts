import { limits } from './challenge.values';

export interface Question {
  /** Stable name of the question inside its phase. */
  key: string;
  label: string;
  help: string | null;
  maxLength: number;
  isRequired: boolean;
}

/** What a submission of one phase consists of. */
export interface PhaseForm {
  questions: Question[];
  /** Media types that may be uploaded; empty: no files. */
  fileTypes: string[];
  maxFiles: number;
  /** Files that cannot be stripped of their author; judges see them only after scores are locked. */
  allowNotAnonymised: boolean;
}

/** Types of which an anonymous copy can be made. */
export const anonymousFileTypes = ['application/pdf', 'image/png', 'image/jpeg', 'text/plain', 'text/csv'] as const;

export const emptyForm: PhaseForm = { questions: [], fileTypes: [...anonymousFileTypes], maxFiles: 5, allowNotAnonymised: false };

/** The form of a phase; where the sponsor wrote no questions, each criterion asks one. */
export function formOf(form: PhaseForm, criteria: readonly { position: number; title: string; description: string | null }[]): PhaseForm {
  if (form.questions.length > 0) return form;
  const questions = criteria.map(({ position, title, description }) => ({
    key: `criterion-${position}`, label: title, help: description, maxLength: limits.answer / 4, isRequired: true,
  }));
  return { ...form, questions };
}
