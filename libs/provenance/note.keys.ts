import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { sha256 } from './canonical';

/** A note, or a key for notes, that cannot be read or trusted. The message is fit to be shown. */
export class NoteError extends Error {
  override name = 'NoteError';
}

export interface NoteSigner {
  name: string;
  /** First four bytes of SHA-256(name || newline || 0x01 || public key), in hex. */
  id: string;
  sign(text: string): Buffer;
}

export interface NoteVerifier {
  name: string;
  id: string;
  verify(text: string, signature: Uint8Array): boolean;
}

const ED25519 = 1;
// What DER puts before the 32 bytes of a raw Ed25519 key.
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * A new key pair for a log called `name` (a URL without scheme, such as `guildhall.example/log`).
 * `signingKey` is the secret setting LOG_SIGNING_KEY: `PRIVATE+KEY+<name>+<id>+<base64 of 0x01 || seed>`;
 * `publicKey` is what others verify with: `<name>+<id>+<base64 of 0x01 || public key>`.
 */
export function createLogKey(name: string): { signingKey: string; publicKey: string } {
  if (!isKeyName(name)) throw new NoteError('The name of a log has no spaces, no plus sign, and is not empty.');
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8.length);
  const signingKey = `PRIVATE+KEY+${encodeKey(name, rawPublicKey(privateKey), seed)}`;
  return { signingKey, publicKey: publicKeyOf(signingKey) };
}

/** The public key that belongs to a signing key. */
export function publicKeyOf(signingKey: string): string {
  const { name, privateKey } = openSigningKey(signingKey);
  const publicKey = rawPublicKey(privateKey);
  return encodeKey(name, publicKey, publicKey);
}

/** Reads LOG_SIGNING_KEY. Throws a NoteError that never repeats the key. */
export function readSigningKey(signingKey: string): NoteSigner {
  const { name, id, privateKey } = openSigningKey(signingKey);
  return { name, id, sign: (text) => sign(null, Buffer.from(text), privateKey) };
}

/** Reads a public key (a "vkey" of the signed-note format). */
export function readPublicKey(publicKey: string): NoteVerifier {
  const { name, id, bytes } = decodeKey(publicKey);
  if (keyId(name, bytes) !== id) throw new NoteError('The public key is damaged: its own checksum does not fit.');
  const key = createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: 'der', type: 'spki' });
  return { name, id, verify: (text, signature) => signature.length === 64 && verify(null, Buffer.from(text), key, signature) };
}

export function isKeyName(name: string): boolean {
  return /^[^\s+\u0000-\u001f\u0085]+$/.test(name) && !/\p{Surrogate}/u.test(name);
}

/** The bytes of standard base64, or undefined: Buffer alone would pass over anything that is not. */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

function openSigningKey(signingKey: string): { name: string; id: string; privateKey: KeyObject } {
  const prefix = 'PRIVATE+KEY+';
  if (!signingKey.startsWith(prefix)) throw new NoteError(`A signing key begins with ${prefix}.`);
  const { name, id, bytes } = decodeKey(signingKey.slice(prefix.length));
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' });
  if (keyId(name, rawPublicKey(privateKey)) !== id) throw new NoteError('The signing key is damaged: its own checksum does not fit.');
  return { name, id, privateKey };
}

function decodeKey(text: string): { name: string; id: string; bytes: Buffer } {
  // Only the first two: base64 has plus signs of its own.
  const [, name, id, base64] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/s.exec(text) ?? [];
  const bytes = fromBase64(base64 ?? '');
  if (name === undefined || id === undefined || !isKeyName(name) || bytes === undefined) throw new NoteError('A key reads name+id+base64, with an id of eight hex digits.');
  if (bytes.length !== 33 || bytes[0] !== ED25519) throw new NoteError('Only Ed25519 keys are understood.');
  return { name, id, bytes: bytes.subarray(1) };
}

function encodeKey(name: string, publicKey: Buffer, bytes: Buffer): string {
  return `${name}+${keyId(name, publicKey)}+${Buffer.concat([Buffer.of(ED25519), bytes]).toString('base64')}`;
}

function keyId(name: string, publicKey: Buffer): string {
  return sha256(name, '\n', Buffer.of(ED25519), publicKey).subarray(0, 4).toString('hex');
}

function rawPublicKey(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
}
