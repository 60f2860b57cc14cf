const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Staff are in the threat model: their sessions are short. Milliseconds of wall time. */
const limits = {
  everybody: { idle: day, longest: 14 * day },
  staff: { idle: 2 * hour, longest: 12 * hour },
};

/** Proof of use is written at most this often, so that reading pages does not write. */
const noticedEvery = 5 * minute;

interface Ages {
  authenticatedAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

export function sessionExpiry(isStaff: boolean, wallNow: Date): Date {
  return new Date(wallNow.getTime() + limits[isStaff ? 'staff' : 'everybody'].longest);
}

/** Neither too old nor unused for too long, by the limits of what its person is now. */
export function isSessionLive(session: Ages, isStaff: boolean, wallNow: Date): boolean {
  const { idle, longest } = limits[isStaff ? 'staff' : 'everybody'];
  const now = wallNow.getTime();
  return now < session.expiresAt.getTime() && now - session.lastSeenAt.getTime() < idle + noticedEvery && now - session.authenticatedAt.getTime() < longest;
}

export function isWorthNoticing(lastSeenAt: Date, wallNow: Date): boolean {
  return wallNow.getTime() - lastSeenAt.getTime() >= noticedEvery;
}
