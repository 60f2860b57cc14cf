import { createHash } from 'node:crypto';
import { showId } from '@app/kernel';
import type { ContentManifest } from '@app/provenance';
import type { NonUseDeclaration } from './declaration.entity';

/** What the log commits to: which sponsor accepted which text, and when. Solvers keep this too, so who signed is in it as a hash that only the sponsor and staff can open. */
export function declarationManifest({ id, challengeId, organisationId, personId, name, hash, signedAt }: NonUseDeclaration): ContentManifest {
  const fields = {
    format: 'guildhall-non-use-declaration-1', declaration: showId('declaration', id), challenge: showId('challenge', challengeId), organisation: showId('organisation', organisationId),
    signerSha256: createHash('sha256').update(`${showId('person', personId!)}\n${name!}`, 'utf8').digest('hex'), textSha256: hash.toString('hex'), signedAt: signedAt!.toISOString(),
  };
  return { fields, files: [] };
}
