import { passwordFaults } from './password.rules';

const email = 'maria.lopez@example.org';

describe('passwords', () => {
  it.each([
    ['eleven char', 'too_short'],
    ['x'.repeat(201), 'too_long'],
    ['maria.lopez@example.org', 'contains_email'],
    ['my-MARIA.LOPEZ-key', 'contains_email'],
    ['password1234', 'too_common'],
    ['P4$$w0rd!2026', 'too_common'],
    ['Summer2026!!!', 'too_common'],
    ['123456789012', 'too_common'],
    ['1234-5678-9012-3456', 'too_common'],
    ['aaaaaaaaaaaaaa', 'too_common'],
    ['abcdabcdabcd', 'too_common'],
    ['qwertyuiopas', 'too_common'],
    ['correct horse battery staple', 'too_common'],
  ])('%s is refused as %s', (password, code) => {
    expect(passwordFaults(password, email).map((fault) => fault.code)).toEqual([code]);
  });

  it.each(['copper lantern walks', 'æøåæøåßßñçĵŵx', 'Trustworthy-Pelican-88', '🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧'])('%s may be used', (password) => {
    expect(passwordFaults(password, email)).toEqual([]);
  });

  it('names the field it was asked about', () => {
    expect(passwordFaults('short', email, '/newPassword')).toEqual([{ pointer: '/newPassword', code: 'too_short', detail: 'must have at least 12 characters' }]);
  });
});
