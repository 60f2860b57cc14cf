import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { formatBytes } from '~/work/bytes';

interface HandedInParts {
  opened: Pick<View<'OpenedSubmissionView'>, 'answers' | 'files'>;
  /** Address of one file. */
  fileUrl: (fileId: string) => string;
  /** Files that may name their author open too. */
  opensAll: boolean;
  /** What is said of those that do not open yet. */
  later: (file: { name: string; size: string }) => string;
}

/** What was handed in, as others than its author see it: answers as they were typed, files under names of ours until names are out. */
export function HandedIn({ opened: { answers, files }, fileUrl, opensAll, later }: HandedInParts) {
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
          <p>{m.files_with_care()}</p>
          <ul>
            {files.map(({ id, name, size, isAnonymous }) => (
              <li key={id}>{isAnonymous || opensAll ? <a href={fileUrl(id)}>{m.check_file({ name, size: formatBytes(size) })}</a> : later({ name, size: formatBytes(size) })}</li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}
