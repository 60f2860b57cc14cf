import { m } from '@app/messages';
import { useInstant } from '~/instant';
import type { SaveState } from './autosave';

/** One line, read out when it changes: whether what was typed is kept. */
export function SaveLine({ state, savedText = m.work_saved }: { state: SaveState; savedText?: (inputs: { time: string }) => string }) {
  const time = useInstant(state.kind === 'saved' ? state.at : null, 'clock');
  return (
    <p className="save-line" role="status" data-state={state.kind}>
      {state.kind === 'saved' && savedText({ time })}
      {state.kind === 'changed' && m.work_unsaved()}
      {state.kind === 'saving' && m.work_saving()}
      {state.kind === 'offline' && m.work_save_offline()}
      {state.kind === 'stale' && m.work_save_stale()}
      {state.kind === 'refused' && m.work_save_refused({ why: state.why })}
      {state.kind === 'idle' && m.work_save_nothing_yet()}
    </p>
  );
}
