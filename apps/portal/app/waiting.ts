import { useEffect } from 'react';
import { useRevalidator } from 'react-router';

/** Asks again while the provider has not spoken; a return from its page proves nothing. Gives up after five minutes. */
export function useWaiting(isWaiting: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isWaiting) return;
    let left = 120;
    const timer = setInterval(() => (left-- > 0 ? void revalidate() : clearInterval(timer)), 2_500);
    return () => clearInterval(timer);
  }, [isWaiting, revalidate]);
}
