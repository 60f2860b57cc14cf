import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { useCallback, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { Form, Submit, TextField, type FormAnswer } from '~/components/form';
import { useInstant } from '~/instant';
import { useAutosave } from '~/work/autosave';
import { SaveLine } from '~/work/save-line';
import { useConsoleKeys } from './keys';

const scale = Array.from({ length: 11 }, (_, value) => value);

interface Props {
  seat: string;
  opened: View<'JudgedSubmissionView'>;
  isOpen: boolean;
  previous?: string;
  next?: string;
  answer?: FormAnswer & { isStale?: boolean };
}

/** The criteria with their scores: plain radio buttons that work without scripts, and keys for those who score many. */
export function Scoring({ seat, opened, isOpen, previous, next, answer }: Props) {
  const { scorecard, criteria, id } = opened;
  if (scorecard.lockedAt || !isOpen) return <Locked opened={opened} />;
  const isRecusal = answer?.values?.do === 'recuse';
  return (
    <section className="console-scores" aria-labelledby="scores-title">
      <h2 id="scores-title">{m.console_scores()}</h2>
      <ScoreForm seat={seat} opened={opened} previous={previous} next={next} answer={isRecusal ? undefined : answer} key={`${id}:${criteria.length}`} isOpen />
      <details className="work-part" open={isRecusal || undefined}>
        <summary>{m.console_recuse_title()}</summary>
        <p>{m.console_recuse_text()}</p>
        <Form answer={isRecusal ? answer : undefined} labels={{ reason: m.console_recuse_reason() }}>
          <input type="hidden" name="assignment" value={id} />
          <TextField name="reason" rows={3} />
          <Submit name="do" value="recuse" variant="default">{m.console_recuse()}</Submit>
        </Form>
      </details>
    </section>
  );
}

function ScoreForm({ seat, opened: { id, criteria, scorecard, label }, previous, next, answer }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [said, setSaid] = useState('');
  const before = useRef<string | undefined>(undefined);
  const navigate = useNavigate();
  const { state, saved, flush } = useAutosave(form, `/judging/${seat}/autosave`, scorecard.version, scorecard.savedAt);
  const typed = answer?.values;
  const scoreOf = (criterion: string) => (typed ? typed[`scores.${criterion}`] : scorecard.scores[criterion]?.toString());

  const radiosOf = (criterion: string) => [...(form.current?.querySelectorAll<HTMLInputElement>(`input[name="scores.${criterion}"]`) ?? [])];
  const isScored = (criterion: string) => radiosOf(criterion).some(({ checked }) => checked);
  const score = useCallback((value: number, step: 'present' | 'before') => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-criterion]')?.dataset.criterion;
    const wanted = step === 'before' ? before.current : (focused ?? criteria.find((one) => !isScored(one.id))?.id);
    const criterion = criteria.find((one) => one.id === wanted);
    if (!criterion) return;
    const radio = radiosOf(criterion.id)[value]!;
    radio.checked = true;
    before.current = criterion.id;
    const place = criteria.indexOf(criterion);
    const following = [...criteria.slice(place + 1), ...criteria.slice(0, place)].find((one) => !isScored(one.id));
    (following ? radiosOf(following.id)[0]! : radio).focus();
    setSaid(m.console_scored({ criterion: criterion.title, score: value }));
    radio.dispatchEvent(new Event('input', { bubbles: true }));
  }, [criteria]);
  const go = (to: string | undefined) => () => {
    if (to) void flush().then(() => navigate(to));
  };
  const [areKeysOn, turnKeys] = useConsoleKeys({ score, next: go(next), previous: go(previous), save: () => void flush() });

  return (
    <Form answer={answer} labels={Object.fromEntries(criteria.flatMap(({ id: criterion, title }) => [[`scores.${criterion}`, title], [`comments.${criterion}`, m.console_comment({ criterion: title })]]))} initial={Object.fromEntries(criteria.map(({ id: criterion }) => [`comments.${criterion}`, scorecard.comments[criterion] ?? '']))} ref={form}>
      <input type="hidden" name="assignment" value={id} />
      <input type="hidden" name="version" value={Math.max(saved.version, scorecard.version)} />
      {criteria.map(({ id: criterion, title, description, weight }) => (
        <div key={criterion} data-criterion={criterion} className="sheet criterion">
          <fieldset className="scale">
            <legend>{m.console_criterion({ title, weight })}</legend>
            {description && <p className="soft">{description}</p>}
            <div className="scale-row">
              {scale.map((value) => (
                <label key={value}>
                  <input type="radio" name={`scores.${criterion}`} id={value === 0 ? `scores.${criterion}` : undefined} value={value} defaultChecked={scoreOf(criterion) === String(value)} />
                  <span>{value}</span>
                </label>
              ))}
            </div>
            <p className="scale-words soft"><span>{m.console_scale_low()}</span> <span>{m.console_scale_high()}</span></p>
          </fieldset>
          <TextField name={`comments.${criterion}`} rows={2} help={m.console_comment_help()} />
        </div>
      ))}
      <p className="visually-hidden" role="status">{said}</p>
      <div className="save-bar">
        <SaveLine state={state} savedText={m.console_saved} />
        <Submit name="do" value="save" variant="default">{m.console_save()}</Submit>
        <details className="lock">
          <summary className="plain-button">{m.console_lock_title()}</summary>
          <p>{m.console_lock_text({ label })}</p>
          <Submit name="do" value="lock">{m.console_lock()}</Submit>
        </details>
      </div>
      <details className="work-part keys">
        <summary>{m.console_keys_title()}</summary>
        <p>{m.console_keys()}</p>
        <label className="choice"><input type="checkbox" checked={areKeysOn} onChange={({ currentTarget }) => turnKeys(currentTarget.checked)} /> <span>{m.console_keys_on()}</span></label>
      </details>
    </Form>
  );
}

function Locked({ opened: { criteria, scorecard } }: Pick<Props, 'opened'>) {
  const at = useInstant(scorecard.lockedAt);
  return (
    <section className="console-scores" aria-labelledby="scores-title">
      <h2 id="scores-title">{m.console_scores()}</h2>
      <p className="notice">{scorecard.lockedAt ? m.console_locked({ at }) : m.console_over()}</p>
      {criteria.map(({ id, title, weight }) => (
        <section key={id} className="sheet criterion">
          <h3>{m.console_criterion({ title, weight })}</h3>
          <p className="band">{scorecard.scores[id] === undefined ? m.summary_no_score() : m.console_score_of({ score: scorecard.scores[id] })}</p>
          {scorecard.comments[id] && <p className="as-typed">{scorecard.comments[id]}</p>}
        </section>
      ))}
    </section>
  );
}
