/** Topics as people type them, with commas or on lines of their own, as the API keeps them. */
export function topicsIn(typed: string): string[] {
  return typed.split(/[,\n]/).map((topic) => topic.trim().toLowerCase().replace(/^#\s*/, '').replace(/\s+/g, '-')).filter((topic) => topic !== '');
}
