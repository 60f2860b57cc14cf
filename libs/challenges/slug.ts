/** `Haptic Interfaces – Phase 1!` becomes `haptic-interfaces-phase-1`: lower-case Latin letters and digits, at most `longest` characters. */
export function slugOf(text: string, longest: number): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '');
}

/** The address of a challenge: readable, and unique by the first characters of its id. */
export function challengeSlug(title: string, id: string): string {
  return [slugOf(title, 70), id.replaceAll('-', '').slice(0, 8)].filter(Boolean).join('-');
}
