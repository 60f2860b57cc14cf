import type { View } from '@app/api-client';
import { sectionOf, sectionTexts } from '~/drafts/sections';
import { pointersOf } from './challenge-text';

/** Where in the draft a pointer leads, in words: the part that can be asked for, or else the section it is written in. */
export function placeOf(challenge: View<'ChallengeView'>, pointer: string): string {
  const part = pointersOf(challenge).findLast(({ value }) => pointer === value || pointer.startsWith(`${value}/`));
  const section = sectionOf(pointer);
  return part?.label ?? (section ? sectionTexts[section].title() : pointer);
}
