import { createContext, useContext } from 'react';

/** In the browser that of the page as it came: styles that a later page brings are let in by it too. Attributes hide it, properties do not. */
export const NonceContext = createContext(typeof document === 'undefined' ? '' : (document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? ''));

export const useNonce = () => useContext(NonceContext);
