import { createContext } from 'react-router';

/** What the server that mounts the portal knows about one request, and no page may guess. */
export interface Visit {
  /** Address of the visitor, as the server's proxy settings see it. */
  ip: string;
  /** Where this same server's API answers over loopback, such as `http://127.0.0.1:3000`. */
  apiOrigin: string;
  /** Per-process secret that lets the API believe `ip`. */
  secret: string;
  /** Where a person answers. */
  support: string;
  /** CSP nonce of this answer. */
  nonce: string;
}

export const visitContext = createContext<Visit>();
