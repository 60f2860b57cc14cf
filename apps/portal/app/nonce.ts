import { createContext, useContext } from 'react';

/** Empty in the browser: a nonce has done its work once the page is parsed, and browsers hide it. */
export const NonceContext = createContext('');

export const useNonce = () => useContext(NonceContext);
