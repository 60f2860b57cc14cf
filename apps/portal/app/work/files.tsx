import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { useState, type ChangeEvent } from 'react';
import { useRevalidator } from 'react-router';
import { fileTypeName, isStripped } from '~/components/file-types';
import { formatBytes } from './bytes';

interface Sending {
  name: string;
  /** 0 to 100 */
  percent: number;
  failed?: string;
}

/**
 * The files of a draft. Without scripts the chosen file travels with the form; with them it is sent at once, in a way that
 * goes on after a break, and its progress is shown.
 */
export function SubmissionFiles({ draft, submissionId, flush }: { draft: View<'DraftView'>; submissionId: string | null; flush(): Promise<void> }) {
  const [sending, setSending] = useState<Sending[]>([]);
  const { revalidate } = useRevalidator();
  const { fileTypes, maxFiles, allowNotAnonymised } = draft.form;
  const change = (name: string, next: Partial<Sending>) => setSending((all) => all.map((one) => (one.name === name ? { ...one, ...next } : one)));

  async function choose(event: ChangeEvent<HTMLInputElement>) {
    const input = event.currentTarget;
    const file = input.files?.[0];
    const form = input.form;
    if (!file || !form) return;
    setSending((all) => [...all.filter(({ name }) => name !== file.name), { name: file.name, percent: 0 }]);
    await flush();
    const { upload } = await import('./upload');
    const id = submissionId ?? (await submissionOf(form));
    if (!id) return change(file.name, { failed: m.files_save_first() });
    input.value = '';
    upload(file, id, {
      progress: (percent) => change(file.name, { percent }),
      failed: (why) => change(file.name, { failed: why ?? m.files_broken() }),
      done: () => {
        setSending((all) => all.filter(({ name }) => name !== file.name));
        void revalidate();
      },
    });
  }

  return (
    <fieldset className="files field">
      <legend>{m.files_title()}</legend>
      <p>{m.files_limits({ most: maxFiles, each: formatBytes(draft.uploads.fileBytes), total: formatBytes(draft.uploads.totalBytes) })}</p>
      <p>{m.files_types({ types: fileTypes.map(fileTypeName).join(', ') })}</p>
      <p>{fileTypes.every(isStripped) || !allowNotAnonymised ? m.files_judges_see() : m.files_judges_see_later()}</p>
      {!draft.uploads.isScanned && <p>{m.files_not_scanned()}</p>}
      {draft.files.length > 0 && (
        <ul className="rows plain">
          {draft.files.map(({ id, name, size, state, mediaType }) => (
            <li key={id} className="file">
              <a href={`/api/v1/submissions/${submissionId}/files/${id}`} download={name}>{name}</a>
              <span className="soft">{formatBytes(size)} {state !== 'kept' && m.files_arriving()} {isStripped(mediaType) ? m.files_copy_for_judges() : m.files_after_lock()}</span>
              <button type="submit" name="remove" value={id} className="link-button" aria-label={m.files_remove({ name })}>{m.files_remove_short()}</button>
            </li>
          ))}
        </ul>
      )}
      {sending.map(({ name, percent, failed }) => (
        <p key={name} role={failed ? 'alert' : undefined} className={failed ? 'field-error' : undefined}>
          {failed ? m.files_failed({ name, why: failed }) : <><label htmlFor={`sending-${name}`}>{m.files_sending({ name, percent })}</label> <progress id={`sending-${name}`} max={100} value={percent} /></>}
        </p>
      ))}
      {draft.files.length < maxFiles && (
        <>
          <label htmlFor="file">{m.edit_file()}</label>
          <p className="field-help" id="file-help">{m.files_help()}</p>
          <input type="file" id="file" name="file" className="control" aria-describedby="file-help" onChange={(event) => void choose(event)} accept={fileTypes.join(',')} />
        </>
      )}
    </fieldset>
  );
}

/** The first save makes the submission; its id is then in the page's address of the draft. */
async function submissionOf(form: HTMLFormElement): Promise<string | null> {
  const entry = location.pathname.split('/')[2];
  const response = await fetch(`/api/v1/entries/${entry}/submissions/${(form.elements.namedItem('phase') as HTMLInputElement).value}/draft`);
  return response.ok ? ((await response.json()) as View<'DraftView'>).submissionId : null;
}
