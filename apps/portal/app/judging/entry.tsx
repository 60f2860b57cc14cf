import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { formatBytes } from '~/work/bytes';

/** What was handed in, without names: answers as they were typed, files under names of ours. */
export function Entry({ opened: { id, answers, files, scorecard } }: { opened: View<'JudgedSubmissionView'> }) {
  return (
    <section className="console-entry" aria-labelledby="entry-title">
      <h2 id="entry-title">{m.console_entry()}</h2>
      {answers.map(({ key, label, text }) => (
        <section key={key} className="sheet work-part">
          <h3>{label}</h3>
          <p className="as-typed">{text.trim() || m.check_left_empty()}</p>
        </section>
      ))}
      {files.length > 0 && (
        <section className="sheet work-part">
          <h3>{m.files_title()}</h3>
          <ul>
            {files.map(({ id: fileId, name, size, isAnonymous }) => (
              <li key={fileId}>
                {isAnonymous || scorecard.lockedAt ? <a href={`/api/v1/assignments/${id}/files/${fileId}`}>{m.check_file({ name, size: formatBytes(size) })}</a> : m.console_file_later({ name, size: formatBytes(size) })}
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}
