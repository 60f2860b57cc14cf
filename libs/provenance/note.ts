import { fromBase64, isKeyName, NoteError, readPublicKey, readSigningKey } from './note.keys';

/**
 * Signed notes after c2sp.org/signed-note: a text, an empty line, and one line per signature,
 * `— <key name> <base64 of key id || signature>`. Others may add lines of their own (witnesses); a reader looks only
 * at those of the key it trusts.
 */
const SIGNATURE_LINE = /^— (\S+) (\S+)$/;
const MAX_SIGNATURES = 100;
const MAX_LENGTH = 1_000_000;

/** Signs a text that ends in a newline. Throws a NoteError for a text or key a note cannot carry. */
export function signNote(text: string, signingKey: string): string {
  if (!text.endsWith('\n') || !isCleanText(text)) throw new NoteError('A signed text ends in a newline and has no control characters.');
  const signer = readSigningKey(signingKey);
  const signature = Buffer.concat([Buffer.from(signer.id, 'hex'), signer.sign(text)]);
  return `${text}\n— ${signer.name} ${signature.toString('base64')}\n`;
}

/**
 * The text of a note that the owner of `publicKey` signed. Throws a NoteError when the note is malformed, when this
 * key did not sign it, or when any signature in this key's name is wrong.
 */
export function openNote(note: string, publicKey: string): string {
  const verifier = readPublicKey(publicKey);
  const { text, signatures } = splitNote(note);
  const own = signatures.filter((line) => line.name === verifier.name && line.id === verifier.id);
  if (own.length === 0) throw new NoteError(`The note is not signed by ${verifier.name} with key ${verifier.id}.`);
  if (!own.every((line) => verifier.verify(text, line.signature))) throw new NoteError(`The signature of ${verifier.name} is wrong.`);
  return text;
}

function splitNote(note: string): { text: string; signatures: { name: string; id: string; signature: Buffer }[] } {
  const end = note.lastIndexOf('\n\n');
  const isNote = note.length <= MAX_LENGTH && isCleanText(note) && end > 0 && note.endsWith('\n') && end + 2 < note.length;
  if (!isNote) throw new NoteError('This is not a signed note.');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw new NoteError(`A note has at most ${MAX_SIGNATURES} signatures.`);
  return { text: note.slice(0, end + 1), signatures: lines.map(readSignature) };
}

function readSignature(line: string): { name: string; id: string; signature: Buffer } {
  const [, name, base64] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = fromBase64(base64 ?? '');
  if (name === undefined || !isKeyName(name) || bytes === undefined || bytes.length < 5) throw new NoteError('The note has a line that is not a signature.');
  return { name, id: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) };
}

/** Well-formed Unicode without control characters other than newline. */
function isCleanText(text: string): boolean {
  return !/[\u0000-\u0009\u000b-\u001f]|\p{Surrogate}/u.test(text);
}
