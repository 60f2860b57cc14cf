const longest = 150;

/**
 * A name as it may be shown and saved: the last part of a path, without control characters and without marks that turn
 * the direction of writing (they make `exe.pdf` of `fdp.exe`). Undefined when nothing with an extension is left.
 */
export function cleanName(name: string): string | undefined {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1)!;
  const visible = last.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '').replace(/\s+/g, ' ').trim();
  const match = /^(.*?)(\.[A-Za-z0-9]{1,10})$/.exec(visible);
  const stem = match?.[1]?.replace(/^\.+/, '').trim();
  if (!match || !stem) return undefined;
  return `${[...stem].slice(0, longest).join('')}${match[2]!}`;
}

/** The name, or `name (2).pdf` where one file of that name is there already. */
export function freeName(name: string, taken: readonly string[]): string {
  const dot = name.lastIndexOf('.');
  const lower = new Set(taken.map((one) => one.toLowerCase()));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name.slice(0, dot)} (${number})${name.slice(dot)}`;
    if (!lower.has(candidate.toLowerCase())) return candidate;
  }
}

/** `Content-Disposition` of a download, for every browser: an ASCII name and the real one. */
export function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%;]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
