import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { sectionOf, sectionTexts } from '~/drafts/sections';
import { pointersOf } from './challenge-text';

/** A phase has two of them. */
const times: Readonly<Record<string, () => string>> = { opensAt: m.review_opens, closesAt: m.card_closes };

/** Where in the draft a pointer leads, in words: the part that can be asked for, or else the section it is written in. */
export function placeOf(challenge: View<'ChallengeView'>, pointer: string): string {
  const part = pointersOf(challenge).findLast(({ value }) => pointer === value || pointer.startsWith(`${value}/`));
  const section = sectionOf(pointer);
  const place = part?.label ?? (section ? sectionTexts[section].title() : pointer);
  const time = times[pointer.slice(pointer.lastIndexOf('/') + 1)];
  return time ? `${place}, ${time()}` : place;
}
