import { m } from '@app/messages';
import { Link } from 'react-router';
import { useInstant } from '~/instant';
import type { Problem } from '~/problems';
import type { EntryPhase } from './entries';

const uncounted = ['draft', 'lapsed', 'withdrawn'];

interface Props {
  entry: { id: string };
  phase: EntryPhase | null;
  problem: Problem;
  /** Something was sent, and not only looked at. */
  wasSent: boolean;
  /** What was not handed in, for its author to keep. */
  texts?: readonly { label: string; text: string }[];
}

/** What came too late, by the clock that decides; and what counts instead. */
export function Late({ entry, phase, problem, wasSent, texts = [] }: Props) {
  const [arrived, closed] = [useInstant(problem.serverTime, 'exact'), useInstant(problem.closesAt, 'exact')];
  const counts = phase?.submissionState && !uncounted.includes(phase.submissionState);
  const written = texts.filter(({ text }) => text.trim());
  return (
    <div className="reading">
      <h1>{wasSent ? m.late_title() : m.check_closed_title()}</h1>
      <div className="error-summary" role="alert">
        <p>{wasSent ? m.late_text({ arrived, closed }) : m.late_seen({ arrived, closed })}</p>
        <p>{counts ? m.late_earlier() : m.late_nothing()}</p>
      </div>
      {counts && <p><Link to={`/work/${entry.id}/receipt?phase=${phase.phaseId}`}>{m.work_receipt()}</Link></p>}
      {written.length > 0 && (
        <details className="work-part">
          <summary>{m.late_written()}</summary>
          <p className="soft">{m.late_written_help()}</p>
          {written.map(({ label, text }) => <section key={label} className="work-part"><h2>{label}</h2><p className="as-typed">{text}</p></section>)}
        </details>
      )}
      <p><Link to="/work">{m.work_title()}</Link></p>
    </div>
  );
}

/** The refusal of what came too late. */
export const isLate = (problem: Problem | undefined): problem is Problem => problem?.code === 'submission_late';
