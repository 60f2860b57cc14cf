import type { FieldError } from '@app/kernel';
import { commonPasswords } from './common-passwords';

const shortest = 12;
const longest = 200;
const rows = ['01234567890123456789', '98765432109876543210', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm', 'azertyuiopqsdfghjklmwxcvbn'];
const lookAlikes: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' };

/** What is wrong with a password, as errors of the field at `pointer`; empty when it may be used. Length counts characters, not bytes. */
export function passwordFaults(password: string, email: string, pointer = '/password'): FieldError[] {
  const fault = (code: string, detail: string) => [{ pointer, code, detail }];
  const length = [...password].length;
  if (length < shortest) return fault('too_short', `must have at least ${shortest} characters`);
  if (length > longest) return fault('too_long', `must have at most ${longest} characters`);
  if (containsAddress(password, email)) return fault('contains_email', 'must not contain your e-mail address');
  if (isCommon(password)) return fault('too_common', 'is one of the passwords everybody tries first; three or four unrelated words are better');
  return [];
}

function containsAddress(password: string, email: string): boolean {
  const text = password.toLowerCase();
  const [name = ''] = email.toLowerCase().split('@');
  return text.includes(email.toLowerCase()) || (name.length >= 4 && text.includes(name));
}

/** Common words dressed up, one short piece repeated, or a walk along the keyboard. */
function isCommon(password: string): boolean {
  const text = password.toLowerCase();
  const bare = text.replace(/[^a-z]/g, '');
  const core = text.replace(/^[^a-z]+|[^a-z]+$/g, '');
  const folded = [...text].map((letter) => lookAlikes[letter] ?? letter).join('').replace(/[^a-z]/g, '');
  const foldedCore = [...core].map((letter) => lookAlikes[letter] ?? letter).join('').replace(/[^a-z]/g, '');
  if ([bare, core, folded, foldedCore].some((one) => commonPasswords.has(one) || commonPasswords.has(one.slice(0, one.length / 2)) && isRepeated(one))) return true;
  return isRepeated(text) || rows.some((row) => `${row}${row}`.includes(text)) || /^[\d\s.\-/]+$/.test(text);
}

/** A piece of at most four characters, again and again. */
function isRepeated(text: string): boolean {
  return [1, 2, 3, 4, text.length / 2].some((size) => Number.isInteger(size) && size < text.length && text === text.slice(0, size).repeat(Math.ceil(text.length / size)).slice(0, text.length));
}
