import { showId } from '@app/kernel';
import type { ContentManifest } from '@app/provenance';
import type { Agreement, Signature } from './agreement.entity';

/** What the log commits to with a signature: who accepted which text, for which side, and when. */
export function signatureManifest({ agreementId, side, personId, name, hash, signedAt }: Signature): ContentManifest {
  const fields = {
    format: 'guildhall-signature-1', agreement: showId('agreement', agreementId), side, person: showId('person', personId), name,
    textSha256: hash.toString('hex'), signedAt: signedAt.toISOString(),
  };
  return { fields, files: [] };
}

/** What the log commits to with the sealed copy. */
export function agreementManifest({ id, hash, inForceAt }: Agreement, file: { name: string; size: number; sha256: string }): ContentManifest {
  return { fields: { format: 'guildhall-agreement-1', agreement: showId('agreement', id), textSha256: hash.toString('hex'), inForceAt: inForceAt!.toISOString() }, files: [file] };
}
