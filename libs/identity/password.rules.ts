import type { FieldError } from '@app/kernel';
import { isSoonGuessed } from './password.guesses';

const shortest = 12;
const longest = 200;

/** What is wrong with a password, as errors of the field at `pointer`; empty when it may be used. Length counts characters, not bytes. */
export async function passwordFaults(password: string, email: string, pointer = '/password'): Promise<FieldError[]> {
  const fault = (code: string, detail: string) => [{ pointer, code, detail }];
  const length = [...password].length;
  if (length < shortest) return fault('too_short', `must have at least ${shortest} characters`);
  if (length > longest) return fault('too_long', `must have at most ${longest} characters`);
  if (containsAddress(password, email)) return fault('contains_email', 'must not contain your e-mail address');
  if (await isSoonGuessed(password, email.split(/[^\p{L}\p{N}]+/u))) return fault('too_common', 'would be guessed soon; three or four unrelated words are better');
  return [];
}

function containsAddress(password: string, email: string): boolean {
  const text = password.toLowerCase();
  const [name = ''] = email.toLowerCase().split('@');
  return text.includes(email.toLowerCase()) || (name.length >= 4 && text.includes(name));
}
