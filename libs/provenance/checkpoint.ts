import { fromBase64, NoteError, readPublicKey, readSigningKey } from './note.keys';
import { openNote, signNote } from './note';

/** What the log says it is at one moment: its name, how many records it has, and the root over all of them. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
}

/** Signs a checkpoint after c2sp.org/tlog-checkpoint; its origin is the name of the key. */
export function signCheckpoint({ size, root }: Omit<Checkpoint, 'origin'>, signingKey: string): string {
  if (!Number.isSafeInteger(size) || size < 0 || root.length !== 32) throw new NoteError('A checkpoint has a size from 0 and a root of 32 bytes.');
  return signNote(`${readSigningKey(signingKey).name}\n${size}\n${root.toString('base64')}\n`, signingKey);
}

/** Verifies and reads a checkpoint. Throws a NoteError unless the log that owns `publicKey` signed it. */
export function openCheckpoint(note: string, publicKey: string): Checkpoint {
  const { name } = readPublicKey(publicKey);
  const checkpoint = readCheckpointText(openNote(note, publicKey));
  if (checkpoint.origin !== name) throw new NoteError(`The checkpoint is of another log: ${checkpoint.origin}.`);
  return checkpoint;
}

function readCheckpointText(text: string): Checkpoint {
  // Lines after the third are extensions, which say nothing to us.
  const lines = text.slice(0, -1).split('\n');
  const [origin = '', size = '', base64 = ''] = lines;
  const root = fromBase64(base64);
  const isCheckpoint = lines.every((line) => line !== '') && /^(0|[1-9][0-9]*)$/.test(size) && Number.isSafeInteger(Number(size)) && root?.length === 32;
  if (!isCheckpoint) throw new NoteError('The note is signed, but it is not a checkpoint.');
  return { origin, size: Number(size), root };
}
