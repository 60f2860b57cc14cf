import { badRequest } from './errors';

/** A decoded form value: text, or named children. Lists arrive as children named 0, 1, 2 or (from `a[]`) in order. */
export type FormValue = string | FormTree;
export interface FormTree {
  [name: string]: FormValue;
}

const MAX_DEPTH = 12;

/** Reads `a[b][0]=c&d=e` as Stripe does, for bodies and queries. Objects have no prototype, so `__proto__` is a name like any other. */
export function parseForm(text: string): FormTree {
  const tree = Object.create(null) as FormTree;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    put(tree, pathOf(name), at < 0 ? '' : decode(pair.slice(at + 1)), name);
  }
  return tree;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw badRequest(undefined, 'Invalid request: the parameters are not valid percent-encoding.');
  }
}

function pathOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open < 0) return [name];
  const parts = [name.slice(0, open)];
  const rest = name.slice(open);
  if (open === 0 || !/^(\[[^[\]]*\])+$/.test(rest)) throw badRequest(undefined, `Invalid request: the parameter name ${name} cannot be read.`);
  for (const part of rest.slice(1, -1).split('][')) parts.push(part);
  if (parts.length > MAX_DEPTH) throw badRequest(undefined, 'Invalid request: parameters are nested too deeply.');
  return parts;
}

function put(tree: FormTree, path: string[], value: string, name: string): void {
  let at = tree;
  for (const [i, step] of path.entries()) {
    const key = step === '' ? String(Object.keys(at).length) : step;
    if (i === path.length - 1) {
      at[key] = value;
      return;
    }
    const next = (at[key] ??= Object.create(null) as FormTree);
    if (typeof next === 'string') throw badRequest(undefined, `Invalid request: ${name} is given both as a value and as an object.`);
    at = next;
  }
}
