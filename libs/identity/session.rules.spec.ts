import { isSessionLive, isWorthNoticing, sessionExpiry } from './session.rules';

const now = new Date('2026-06-15T12:00:00Z');
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

describe('sessions end', () => {
  it.each<[string, boolean, number, number, boolean]>([
    ['just made', false, 0, 0, true],
    ['used within a day', false, 23.9, 100, true],
    ['unused for a day', false, 24.2, 100, false],
    ['two weeks old, in use', false, 0, 14 * 24, false],
    ['of staff, used within two hours', true, 1.9, 3, true],
    ['of staff, unused for more than two hours', true, 2.1, 3, false],
    ['of staff, twelve hours old', true, 0, 12, false],
  ])('%s', (_, isStaff, unused, old, isLive) => {
    expect(isSessionLive({ lastSeenAt: ago(unused), authenticatedAt: ago(old), expiresAt: sessionExpiry(false, ago(old)) }, isStaff, now)).toBe(isLive);
  });

  it('at its own expiry whatever its use', () => {
    expect(isSessionLive({ lastSeenAt: now, authenticatedAt: now, expiresAt: now }, false, now)).toBe(false);
  });

  it('use is written down every five minutes', () => {
    expect([isWorthNoticing(ago(0.08), now), isWorthNoticing(ago(0.09), now)]).toEqual([false, true]);
  });
});
