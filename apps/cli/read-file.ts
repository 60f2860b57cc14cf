import { readFileSync } from 'node:fs';
import { BadSetting } from '@app/platform';

/** The text of a file somebody named. @throws BadSetting that says in a sentence why it cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadSetting(code === 'ENOENT' ? `There is no file ${file}.` : code === 'EISDIR' ? `${file} is a directory.` : `${file} cannot be read (${code ?? String(error)}).`);
  }
}
