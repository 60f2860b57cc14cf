import { showId } from '@app/kernel';
import type { ContentManifest } from '@app/provenance';
import type { Award } from './award.entity';

/** What the log commits to: who is awarded what, and when it was said. */
export function awardManifest({ id, challengeId, prizeId, submissionId, kind, place, amount, currency, announcedAt }: Award): ContentManifest {
  const fields = {
    format: 'guildhall-award-1', award: showId('award', id), challenge: showId('challenge', challengeId), prize: prizeId && showId('prize', prizeId), submission: showId('submission', submissionId),
    kind, place, amount: Number(amount), currency, announcedAt: announcedAt.toISOString(),
  };
  return { fields, files: [] };
}
