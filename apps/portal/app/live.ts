import { useEffect, useRef } from 'react';
import { useLocation, useMatches, useRevalidator } from 'react-router';

const settle = 400;

/**
 * Reads the page again when something of this person's changed. A tab that is not looked at holds no connection (browsers allow few),
 * and catches up when it is. Nothing moves under somebody who is writing: what they send reads the page anew anyway. Only a page whose
 * `handle` says `movesWhileWriting` shows what comes meanwhile.
 */
export function useLive(personId: string | undefined): void {
  const { revalidate } = useRevalidator();
  const { key } = useLocation();
  const isWriting = useRef(false);
  const moves = useRef(false);
  moves.current = useMatches().some(({ handle }) => (handle as { movesWhileWriting?: boolean } | undefined)?.movesWhileWriting === true);

  useEffect(() => {
    isWriting.current = false;
  }, [key]);

  useEffect(() => {
    if (!personId) return;
    let stream: EventSource | undefined;
    let timer: number | undefined;
    let isFirst = true;
    const readAgain = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => (isWriting.current && !moves.current) || void revalidate(), settle);
    };
    const close = () => {
      stream?.close();
      stream = undefined;
    };
    const follow = () => {
      if (document.hidden) return close();
      if (stream) return;
      stream = new EventSource('/api/v1/me/live');
      stream.addEventListener('hint', readAgain);
      // after a gap something may have been missed
      stream.addEventListener('ready', () => (isFirst ? (isFirst = false) : readAgain()));
      stream.addEventListener('end', ({ data }) => (JSON.parse(data as string) as { why: string }).why === 'restarting' || close());
    };
    const write = () => {
      isWriting.current = true;
    };
    document.addEventListener('visibilitychange', follow);
    document.addEventListener('input', write);
    window.addEventListener('pagehide', close);
    follow();
    return () => {
      document.removeEventListener('visibilitychange', follow);
      document.removeEventListener('input', write);
      window.removeEventListener('pagehide', close);
      window.clearTimeout(timer);
      close();
    };
  }, [personId, revalidate]);
}
