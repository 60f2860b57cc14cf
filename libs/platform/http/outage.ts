/**
 * What passes by itself: the database or the disk is full, gone, or takes too long. Classes 08 and 53 of SQLSTATE are lost
 * connections and missing resources; pg and its pool name some of theirs in words only.
 */
const passing = /^(?:08...|53...|57014|57P0[123]|25P03|ENOSPC|EDQUOT|EMFILE|ENFILE|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const words = /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether the same request may succeed a little later: 503 with `Retry-After`, not 500. */
export function isOutage(error: unknown): boolean {
  const { driverError = error } = error as { driverError?: unknown };
  const { code, message } = driverError as { code?: unknown; message?: unknown };
  return (typeof code === 'string' && passing.test(code)) || (typeof message === 'string' && words.test(message));
}
