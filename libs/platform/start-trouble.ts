import { BadSetting } from './config';

/** Codes of Node and of PostgreSQL for a database that lets nobody in. */
const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there', ECONNRESET: 'the connection broke off', ETIMEDOUT: 'it does not answer', EHOSTUNREACH: 'there is no way there',
  ENETUNREACH: 'there is no way there', ENOTFOUND: 'there is no such host', EAI_AGAIN: 'names cannot be looked up',
  '28P01': 'the password is wrong', '28000': 'it does not let this user in', '3D000': 'it has no such database', '53300': 'it has no connection left', '57P03': 'it is starting or stopping',
};

/**
 * One plain sentence for what a person can put right when a process starts, or undefined for a defect, which needs its
 * stack. `databaseUrl` is where that process looks for its database; its password is not repeated.
 */
export function startTrouble(error: unknown, databaseUrl: string | undefined): string | undefined {
  if (error instanceof BadSetting) return error.message;
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'EADDRINUSE') return message;
  const reason = reasons[code ?? ''];
  if (reason === undefined || databaseUrl === undefined || !URL.canParse(databaseUrl)) return undefined;
  const { host, pathname } = new URL(databaseUrl);
  return `The database at ${host}${pathname} cannot be used: ${reason}.`;
}
