import { useEffect, useLayoutEffect, useRef, useState } from 'react';

export interface ConsoleKeys {
  /** 0 to 10, for the criterion that `step` says: the present one, or the one before, when `1` becomes `10`. */
  score(value: number, step: 'present' | 'before'): void;
  next(): void;
  previous(): void;
  save(): void;
}

const stored = 'guildhall.judging-keys';
const tenWithin = 700;

/** Keys of the console: digits, N, P and S, never while one writes. They can be switched off, as WCAG 2.1.4 asks. */
export function useConsoleKeys(keys: ConsoleKeys): [isOn: boolean, turn: (isOn: boolean) => void] {
  const [isOn, setOn] = useState(true);
  const latest = useRef(keys);
  // at once: a key pressed as the next entry appears is meant for that one
  useLayoutEffect(() => {
    latest.current = keys;
  });
  useEffect(() => setOn(localStorage.getItem(stored) !== 'off'), []);
  useEffect(() => {
    if (!isOn) return;
    let oneAt = 0;
    const pressed = (event: KeyboardEvent) => {
      const { target, key } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (target instanceof HTMLElement && target.matches('textarea, select, input:not([type=radio]):not([type=checkbox])')) return;
      const { score, next, previous, save } = latest.current;
      const does: Readonly<Record<string, () => void>> = { n: next, p: previous, s: save };
      const action = does[key.toLowerCase()];
      if (action) {
        event.preventDefault();
        action();
      } else if (/^\d$/.test(key)) {
        event.preventDefault();
        const isTen = key === '0' && event.timeStamp - oneAt < tenWithin;
        score(isTen ? 10 : Number(key), isTen ? 'before' : 'present');
        oneAt = key === '1' ? event.timeStamp : 0;
      }
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [isOn]);
  return [isOn, (wanted) => {
    localStorage.setItem(stored, wanted ? 'on' : 'off');
    setOn(wanted);
  }];
}
