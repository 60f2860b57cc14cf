import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { fileTypeName } from '~/components/file-types';
import { phaseName } from './terms';

/** What is asked of a submission, so that nobody learns of a question or a kind of file after the work. */
export function HandIn({ challenge }: { challenge: View<'ChallengeView'> }) {
  return challenge.phases.map((phase) => {
    const { questions, fileTypes, maxFiles, allowNotAnonymised } = phase.form;
    // Opening writes the questions made from criteria down, so that only their wording tells.
    const asksCriteria = questions.every(({ label }, index) => label === phase.criteria[index]?.title) && questions.length === phase.criteria.length;
    const takesFiles = maxFiles > 0 && fileTypes.length > 0;
    return (
      <div key={phase.id}>
        {challenge.phases.length > 1 && <h3>{phaseName(challenge, phase)}</h3>}
        {asksCriteria ? <p>{m.hand_in_by_criteria()}</p> : <><p>{m.hand_in_questions()}</p><ol>{questions.map(({ key, label, isRequired }) => <li key={key}>{isRequired ? label : m.hand_in_optional({ label })}</li>)}</ol></>}
        <p>{takesFiles ? m.hand_in_files({ count: maxFiles, types: fileTypes.map(fileTypeName).join(', ') }) : m.hand_in_no_files()}</p>
        {takesFiles && challenge.kind === 'prize' && allowNotAnonymised && <p>{m.hand_in_not_anonymised()}</p>}
      </div>
    );
  });
}
