import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

/** What an autosave action answers. */
export interface Saved {
  /** Version of what is stored now. */
  version: number;
  savedAt: string | null;
  submissionId?: string | null;
}
export type AutosaveAnswer = { saved: Saved } | { stale: true } | { refused: string };

export type SaveState =
  | { kind: 'idle' | 'changed' | 'saving' | 'stale' | 'offline' }
  | { kind: 'saved'; at: string }
  | { kind: 'refused'; why: string };

const pause = 500;
const retryAfter = 3_000;

interface Job {
  version: number;
  isDirty: boolean;
  isBusy: boolean;
  isStopped: boolean;
  /** Kept beside the ref, which is empty when the last words are sent after the page was left. */
  element: HTMLFormElement | null;
  timer?: ReturnType<typeof setTimeout>;
  /** Names of the fields that changed since the last save. */
  changed: Set<string>;
}

/**
 * Sends a form to `url` within two seconds of every change, one request at a time. `version` is what the page was drawn
 * with; the hidden field `version` follows what was saved, so that sending the form by hand goes on from there.
 * A network that fails is tried again; a version changed elsewhere stops it, until the form is sent by hand.
 * `part` is the prefix of fields that are sent only when they changed; without one the whole form is sent.
 */
export function useAutosave(form: RefObject<HTMLFormElement | null>, url: string, version: number, savedAt: string | null, part?: string) {
  const [state, setState] = useState<SaveState>(savedAt ? { kind: 'saved', at: savedAt } : { kind: 'idle' });
  const [saved, setSaved] = useState<Saved>({ version, savedAt });
  const run = useRef<Job>({ version, isDirty: false, isBusy: false, isStopped: false, element: null, changed: new Set() });

  useEffect(() => {
    const job = run.current;
    if (version >= job.version || job.isStopped) Object.assign(job, { version, isStopped: false });
  }, [version]);

  const send = useCallback(async (isLeaving = false): Promise<void> => {
    const job = run.current;
    clearTimeout(job.timer);
    job.timer = undefined;
    if (!job.element || job.isBusy || job.isStopped) return;
    Object.assign(job, { isBusy: true, isDirty: false });
    setState({ kind: 'saving' });
    const sent = job.changed;
    job.changed = new Set();
    const isSent = (name: string) => name !== 'version' && (part === undefined || !name.startsWith(part) || sent.has(name));
    const body = new URLSearchParams({ version: String(job.version) });
    for (const [name, value] of new FormData(job.element)) if (typeof value === 'string' && isSent(name)) body.append(name, value);
    try {
      const response = await fetch(url, { method: 'POST', body, keepalive: isLeaving, headers: { accept: 'application/json' } });
      if (!response.ok && response.status >= 500) throw new Error('unavailable');
      const answer = (await response.json()) as AutosaveAnswer;
      if ('saved' in answer) {
        job.version = answer.saved.version;
        setSaved(answer.saved);
        // Words typed meanwhile are not saved yet, and the line must not say so.
        setState(job.isDirty || answer.saved.savedAt === null ? { kind: 'changed' } : { kind: 'saved', at: answer.saved.savedAt });
      } else if ('stale' in answer) {
        job.isStopped = true;
        setState({ kind: 'stale' });
      } else setState({ kind: 'refused', why: answer.refused });
    } catch {
      job.isDirty = true;
      for (const name of sent) job.changed.add(name);
      setState({ kind: 'offline' });
      job.timer = setTimeout(() => void send(), retryAfter);
    } finally {
      job.isBusy = false;
    }
    if (job.isDirty && !job.timer) job.timer = setTimeout(() => void send(), pause);
  }, [url, part]);

  const flush = useCallback(async (): Promise<void> => {
    const job = run.current;
    await free(job);
    if (job.isDirty || job.version === 0) await send();
  }, [send]);

  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const job = run.current;
    job.element = element;
    const change = (name: string) => {
      job.changed.add(name);
      job.isDirty = true;
      if (job.isStopped) return;
      setState((now) => (now.kind === 'saving' ? now : { kind: 'changed' }));
      if (!job.timer && !job.isBusy) job.timer = setTimeout(() => void send(), pause);
    };
    const changed = ({ target }: Event) => {
      if (isField(target) && target.type !== 'file') change(target.name);
    };
    // What was typed before this page came alive.
    for (const field of element.elements) if (isField(field) && isTyped(field)) change(field.name);
    // Closing the tab within the pause must not lose the last words.
    const hidden = () => document.visibilityState === 'hidden' && job.isDirty && void send(true);
    // Sent by hand while a save is under way, the form would be refused for its own earlier version.
    const submitted = (event: SubmitEvent) => {
      clearTimeout(job.timer);
      job.timer = undefined;
      if (job.isBusy) {
        event.preventDefault();
        event.stopImmediatePropagation();
        void free(job).then(() => element.requestSubmit(event.submitter));
        return;
      }
      job.isDirty = false;
      (element.elements.namedItem('version') as HTMLInputElement).value = String(job.version);
    };
    element.addEventListener('input', changed);
    element.addEventListener('change', changed);
    element.addEventListener('submit', submitted, { capture: true });
    document.addEventListener('visibilitychange', hidden);
    return () => {
      element.removeEventListener('input', changed);
      element.removeEventListener('change', changed);
      element.removeEventListener('submit', submitted, { capture: true });
      document.removeEventListener('visibilitychange', hidden);
      if (job.isDirty && !job.isBusy) void send(true);
    };
  }, [form, send]);

  return { state, saved, flush };
}

type Field = HTMLInputElement | HTMLTextAreaElement;

const isField = (target: EventTarget | null): target is Field => (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.name !== '';

function isTyped(field: Field): boolean {
  if (field.type === 'hidden' || field.type === 'file') return false;
  return field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox') ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

async function free(job: Job): Promise<void> {
  while (job.isBusy) await new Promise((resolve) => setTimeout(resolve, 50));
}
