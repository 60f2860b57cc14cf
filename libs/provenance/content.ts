import { randomBytes } from 'node:crypto';
import { canonicalJson, sha256 } from './canonical';
import { shapeProblems, type Shape } from './shape';

/** A file as it was handed in: its name, its size in bytes and the SHA-256 of its bytes in lowercase hex. */
export interface ManifestFile {
  name: string;
  size: number;
  sha256: string;
}

/** What a record is about: any JSON in `fields`, and the files beside it. Names of files are unique. */
export interface ContentManifest {
  fields: Readonly<Record<string, unknown>>;
  files: readonly ManifestFile[];
}

const manifestShape: Shape<ContentManifest> = {
  fields: [(value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'an object'],
  files: [Array.isArray, 'a list'],
};

const fileShape: Shape<ManifestFile> = {
  name: [(value) => typeof value === 'string' && value !== '', 'a text'],
  size: [(value) => Number.isSafeInteger(value) && (value as number) >= 0, 'a whole number of bytes'],
  sha256: [isHex32, '64 lowercase hex digits'],
};

/** Bytes of a salt: enough that nobody finds the content of an erased record by guessing. */
export const SALT_BYTES = 32;

export function createSalt(): Buffer {
  return randomBytes(SALT_BYTES);
}

/** The entry of one file whose bytes are at hand. */
export function describeFile(name: string, bytes: Uint8Array): ManifestFile {
  return { name, size: bytes.length, sha256: sha256(bytes).toString('hex') };
}

/**
 * SHA-256 over the canonical JSON of `{ fields, files: [{ name, size, sha256 }] }`. Files are sorted by name, so the
 * order of uploading does not matter. Throws a TypeError for anything that is not such a manifest.
 */
export function contentDigest(content: ContentManifest): Buffer {
  const problems = manifestProblems(content);
  if (problems.length > 0) throw new TypeError(problems.join('; '));
  const files = [...content.files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const twice = files.find((file, at) => file.name === files[at + 1]?.name);
  if (twice !== undefined) throw new TypeError(`two files are named ${JSON.stringify(twice.name)}`);
  return sha256(canonicalJson({ fields: content.fields, files }));
}

/** SHA-256(salt || content digest): says nothing about the content once the salt is erased. */
export function commitment(salt: Buffer, digest: Buffer): Buffer {
  if (salt.length !== SALT_BYTES || digest.length !== 32) throw new TypeError('salt and content digest have 32 bytes each');
  return sha256(salt, digest);
}

/** Nothing may be left out of the digest unnoticed, so a manifest has exactly these parts. */
function manifestProblems(content: ContentManifest): string[] {
  const problems = shapeProblems('content', content, manifestShape);
  return problems.length > 0 ? problems : content.files.flatMap((file, at) => shapeProblems(`content.files[${at}]`, file, fileShape));
}

/** 32 bytes in lowercase hex: how every digest, salt and hash is written, so that it compares with `sha256sum`. */
export function isHex32(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}
