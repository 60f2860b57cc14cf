import fc from 'fast-check';
import { openCheckpoint, signCheckpoint } from './checkpoint';
import { emptyRoot } from './merkle';
import { openNote, signNote } from './note';
import { createLogKey, NoteError, publicKeyOf, readPublicKey, readSigningKey } from './note.keys';

// The published example of the reference implementation (golang.org/x/mod/sumdb/note).
const peterSigning = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const peterPublic = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const enochPublic = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const peterLine = '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const enochLine = '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';

describe('keys of a log', () => {
  it('reads the published pair', () => {
    expect(publicKeyOf(peterSigning)).toBe(peterPublic);
    expect(readPublicKey(peterPublic)).toMatchObject({ name: 'PeterNeumann', id: 'c74f20a3' });
    expect(readSigningKey(peterSigning)).toMatchObject({ name: 'PeterNeumann', id: 'c74f20a3' });
  });

  it.each([['public', peterPublic, readPublicKey], ['signing', peterSigning, readSigningKey]] as const)('refuses every part and every misspelling of a %s key, without repeating it', (_kind, key, read) => {
    const refusal = (damaged: string): string => {
      try {
        read(damaged);
      } catch (error) {
        if (error instanceof NoteError) return error.message;
        throw error;
      }
      throw new Error(`${damaged} was accepted`);
    };
    for (let from = 0; from < key.length; from += 1) {
      for (let to = from; to <= key.length; to += 1) if (to - from < key.length) refusal(key.slice(from, to));
      const misspelt = key.slice(0, from) + String.fromCharCode(key.charCodeAt(from) + 1) + key.slice(from + 1);
      expect(refusal(misspelt)).not.toContain(key.slice(-20));
    }
  });

  it.each([
    ['a key of the wrong length', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='],
    ['another algorithm', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
  ])('refuses %s even where the checksum fits', (_name, key) => expect(() => readPublicKey(key)).toThrow(NoteError));

  it('makes pairs that fit each other', () => {
    const { signingKey, publicKey } = createLogKey('guildhall.example/log');
    expect(signingKey).toMatch(/^PRIVATE\+KEY\+guildhall\.example\/log\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/);
    expect(publicKeyOf(signingKey)).toBe(publicKey);
    expect(openNote(signNote('hello\n', signingKey), publicKey)).toBe('hello\n');
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\n', 'a\ud800']) expect(() => createLogKey(name)).toThrow(NoteError);
  });
});

describe('a signed note', () => {
  it('comes out byte for byte as the reference implementation writes it', () => {
    expect(signNote(text, peterSigning)).toBe(`${text}\n${peterLine}`);
  });

  it('is read by each key that signed it, and past signatures of others', () => {
    expect(openNote(`${text}\n${peterLine}`, peterPublic)).toBe(text);
    expect(openNote(`${text}\n${peterLine}${enochLine}`, peterPublic)).toBe(text);
    expect(openNote(`${text}\n${peterLine}${enochLine}`, enochPublic)).toBe(text);
    expect(openNote(signNote('one\n\ntwo\n', peterSigning), peterPublic)).toBe('one\n\ntwo\n');
  });

  it.each([
    ['no signature', text],
    ['no signature line', `${text}\n`],
    ['no newline at the end', `${text}\n${peterLine.slice(0, -1)}`],
    ['a control character', `\u0001${text}\n${peterLine}`],
    ['a lone surrogate', `\ud800${text}\n${peterLine}`],
    ['a name with a space', `${text}\n${peterLine.replace('PeterNeumann', 'Bad Name')}`],
    ['a line that is no signature', `${text}\n${peterLine}Unexpected line.\n`],
    ['too many signatures', `${text}\n${peterLine.repeat(101)}`],
    ['a wrong signature', `${text}\n${peterLine.slice(0, 60)}ABCD${peterLine.slice(60)}`],
    ['a wrong signature beside a right one', `${text}\n${peterLine}${peterLine.slice(0, 60)}ABCD${peterLine.slice(64)}`],
    ['only the signature of someone else', `${text}\n${enochLine}`],
    ['the right signature in another name', `${text}\n${peterLine.replace('PeterNeumann', 'CarmenSandiego')}`],
    ['the right signature under another key id', `${text}\n${peterLine.replace('x08g', 'xxxx')}`],
    ['too much text', `${'a'.repeat(1_000_000)}\n\n${peterLine}`],
  ])('is refused with %s', (_name, note) => expect(() => openNote(note, peterPublic)).toThrow(NoteError));

  it('is refused when any character is changed, dropped or doubled', () => {
    const note = `${text}\n${peterLine}`;
    for (let at = 0; at < note.length; at += 1) {
      const changed = note[at] === 'A' ? 'B' : 'A';
      for (const middle of [changed, '', note[at]! + note[at]!]) {
        expect(() => openNote(note.slice(0, at) + middle + note.slice(at + 1), peterPublic)).toThrow(NoteError);
      }
    }
  });

  it.each(['no newline', 'tab\there\n', 'lone \udc00\n'])('cannot be made of %j', (bad) => expect(() => signNote(bad, peterSigning)).toThrow(NoteError));
});

describe('a checkpoint', () => {
  const { signingKey, publicKey } = createLogKey('guildhall.example/log');

  it('has the lines of tlog-checkpoint', () => {
    const lines = signCheckpoint({ size: 0, root: emptyRoot }, signingKey).split('\n');
    expect(lines.slice(0, 4)).toEqual(['guildhall.example/log', '0', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', '']);
    expect(lines[4]).toMatch(/^— guildhall\.example\/log [A-Za-z0-9+/]{91}=$/);
  });

  it('comes back as it was', () => {
    fc.assert(fc.property(fc.maxSafeNat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, bytes) => {
      const root = Buffer.from(bytes);
      expect(openCheckpoint(signCheckpoint({ size, root }, signingKey), publicKey)).toEqual({ origin: 'guildhall.example/log', size, root });
    }), { numRuns: 50 });
  });

  it('may carry extension lines', () => {
    const note = signNote(`guildhall.example/log\n3\n${emptyRoot.toString('base64')}\nmore\n`, signingKey);
    expect(openCheckpoint(note, publicKey)).toEqual({ origin: 'guildhall.example/log', size: 3, root: emptyRoot });
  });

  it.each([
    ['another key of the same name', () => signCheckpoint({ size: 1, root: emptyRoot }, createLogKey('guildhall.example/log').signingKey)],
    ['another log', () => signNote(`other.example/log\n1\n${emptyRoot.toString('base64')}\n`, signingKey)],
    ['a size with a leading zero', () => signNote(`guildhall.example/log\n01\n${emptyRoot.toString('base64')}\n`, signingKey)],
    ['a size beyond exact numbers', () => signNote(`guildhall.example/log\n9007199254740993\n${emptyRoot.toString('base64')}\n`, signingKey)],
    ['a short root', () => signNote('guildhall.example/log\n1\nAAAA\n', signingKey)],
    ['no root', () => signNote('guildhall.example/log\n1\n', signingKey)],
    ['an empty extension line', () => signNote(`guildhall.example/log\n1\n${emptyRoot.toString('base64')}\n\n`, signingKey)],
  ])('is refused from %s', (_name, note) => expect(() => openCheckpoint(note(), publicKey)).toThrow(NoteError));

  it('is not signed with a root or size that cannot be', () => {
    expect(() => signCheckpoint({ size: -1, root: emptyRoot }, signingKey)).toThrow(NoteError);
    expect(() => signCheckpoint({ size: 1, root: Buffer.alloc(31) }, signingKey)).toThrow(NoteError);
  });
});
