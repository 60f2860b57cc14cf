import { JsonLogger } from './json-logger';
import { masked } from './masked';

describe('addresses in texts', () => {
  it.each([
    ['550 5.1.1 <ada.l+x@mail.example.org>: user unknown', '550 5.1.1 <[address]>: user unknown'],
    ['Can\'t send mail - all recipients were rejected: 550 ada@example.org, "bo@example.org"', 'Can\'t send mail - all recipients were rejected: 550 [address], "[address]"'],
    ['Key (email)=(ada@example.org) already exists', 'Key (email)=([address]) already exists'],
    ['mailto:ädä@exämple.org', 'mailto:[address]'],
    ['postgres://guildhall:secret@127.0.0.1:5432/x', 'postgres://guildhall:[address]:5432/x'],
    ['node_modules/@nestjs/core/x.js:3', 'node_modules/@nestjs/core/x.js:3'],
    ['nothing at all @ home', 'nothing at all @ home'],
  ])('%s', (text, expected) => expect(masked(text)).toBe(expected));

  it('a text of a million letters takes no time worth speaking of', () => {
    expect(masked('a'.repeat(1_000_000))).toHaveLength(1_000_000);
  });

  it('never reach the log, in no message, stack or context', () => {
    const lines: string[] = [];
    const log = new JsonLogger('test', 'trace', { write: (line) => void lines.push(line) });
    for (const level of ['log', 'warn', 'error', 'debug', 'verbose', 'fatal'] as const) log[level]('to ada@example.org', 'Error: ada@example.org\n    at x', 'for ada@example.org');
    log.error(new Error('550 ada@example.org'));
    expect(lines).toHaveLength(7);
    expect(lines.filter((line) => line.includes('ada@'))).toEqual([]);
  });
});
