import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseLocale, isLocale, locales, m } from '@app/messages';

const settings = JSON.parse(readFileSync(join(__dirname, 'project.inlang/settings.json'), 'utf8')) as Record<string, { pathPattern: string[] }>;
const files = settings['plugin.inlang.messageFormat']!.pathPattern.map((pattern) => readFileSync(join(__dirname, pattern.replace('{locale}', 'en')), 'utf8'));
const sources = files.map((file) => JSON.parse(file) as Record<string, unknown>);

describe('the message catalogue', () => {
  it('compiles every source text into a function, and nothing else', () => {
    const written = sources.flatMap((source) => Object.keys(source));
    expect(Object.keys(m).sort()).toEqual([...written].sort());
    expect(new Set(written).size).toBe(written.length);
  });

  it('has each text once: of two under one name JSON keeps the last', () => {
    const names = files.flatMap((file) => [...file.matchAll(/^ {2}"(\w+)":/gm)].map(([, name]) => name!));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names.length).toBe(Object.keys(m).length);
  });

  it('fills in what is given and chooses the plural form', () => {
    expect(m.title_of({ page: 'Terms' }, { locale: 'en' })).toBe('Terms · Guildhall');
    expect(m.form_summary_title({ count: 1 }, { locale: 'en' })).toBe('One thing needs your attention');
    expect(m.form_summary_title({ count: 3 }, { locale: 'en' })).toBe('3 things need your attention');
  });

  it('knows its locales', () => {
    expect({ baseLocale, locales: [...locales], isEnglish: isLocale('en'), isOther: isLocale('xx') }).toEqual({ baseLocale: 'en', locales: ['en'], isEnglish: true, isOther: false });
  });
});
