import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { fileTypeName, fileTypes } from '~/components/file-types';
import { Field, TextField, TickField, TickGroup } from '~/components/form';

type PhaseForm = View<'PhaseView'>['form'];

export function formLabels(at: string, rows: number): Record<string, string> {
  const questions = Array.from({ length: rows }, (_, row) => {
    const number = row + 1;
    const question = `${at}.questions.${row}`;
    return [[`${question}.label`, m.form_question({ number })], [`${question}.help`, m.form_question_help({ number })], [`${question}.maxLength`, m.form_question_length({ number })], [`${question}.isRequired`, m.form_question_required({ number })]];
  });
  return { ...(Object.fromEntries(questions.flat()) as Record<string, string>), [`${at}.maxFiles`]: m.form_max_files(), [`${at}.fileTypes`]: m.form_file_types(), [`${at}.allowNotAnonymised`]: m.form_not_anonymised() };
}

/** What a submission of one phase consists of: questions, and files. */
export function FormFields({ at, form, rows, isBlind }: { at: string; form: PhaseForm; rows: number; isBlind: boolean }) {
  const types = [...new Set([...Object.keys(fileTypes), ...form.fileTypes])];
  return (
    <>
      {form.isFromCriteria && (
        <div className="notice">
          <p>{form.questions.length > 0 ? m.form_from_criteria() : m.form_no_criteria()}</p>
          {form.questions.length > 0 && <ul>{form.questions.map(({ key, label }) => <li key={key}>{label}</li>)}</ul>}
        </div>
      )}
      {Array.from({ length: rows }, (_, row) => {
        const question = `${at}.questions.${row}`;
        return (
          <div className="form-row" key={question} id={row === 0 ? `${at}.questions` : undefined} tabIndex={row === 0 ? -1 : undefined}>
            {!form.isFromCriteria && form.questions[row] && <input type="hidden" name={`${question}.key`} value={form.questions[row].key} />}
            <Field name={`${question}.label`} maxLength={200} />
            <TextField name={`${question}.help`} rows={2} />
            <div className="in-row">
              <Field name={`${question}.maxLength`} inputMode="numeric" help={m.form_question_length_help()} />
              <TickField name={`${question}.isRequired`} />
            </div>
          </div>
        );
      })}
      <Field name={`${at}.maxFiles`} inputMode="numeric" help={m.form_max_files_help()} />
      <TickGroup name={`${at}.fileTypes`} help={isBlind ? m.form_file_types_help() : undefined} options={types.map((value) => ({ value, label: fileTypeName(value) }))} />
      {isBlind && <TickField name={`${at}.allowNotAnonymised`} help={m.form_not_anonymised_help()} />}
    </>
  );
}
