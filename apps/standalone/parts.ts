import { parseArgs } from 'node:util';
import { StartError } from './start-error';

/** What the one command can start, in the order of starting. */
export const PARTS = ['postgres', 'mail', 'sandbox', 'api', 'worker', 'seed'] as const;
export type Part = (typeof PARTS)[number];

/** A part is left to a real service when that service is configured. */
const replacedBy: Partial<Record<Part, string>> = { postgres: 'DATABASE_URL', mail: 'SMTP_URL', sandbox: 'STRIPE_SECRET_KEY' };
const neverInProduction: readonly Part[] = ['mail', 'sandbox', 'seed'];

/**
 * The parts to start. `--only a,b` names exactly these; otherwise all but those of `--without a,b` and those a setting
 * replaces. Throws StartError.
 */
export function chooseParts(argv: readonly string[], env: NodeJS.ProcessEnv, mode: string): ReadonlySet<Part> {
  const flags = readFlags(argv);
  const without = partsOf(flags.without);
  const wanted = flags.only === undefined ? PARTS.filter((part) => !env[replacedBy[part] ?? '']) : partsOf(flags.only);
  const chosen = wanted.filter((part) => !without.includes(part) && !(part === 'seed' && env.DEMO_DATA === 'off'));
  const refused = chosen.filter((part) => mode === 'production' && neverInProduction.includes(part));
  if (refused.length > 0) throw new StartError(`MODE=production goes without ${refused.join(', ')}: add --without ${refused.join(',')}.`);
  return new Set(chosen);
}

function readFlags(argv: readonly string[]): { only?: string; without?: string } {
  try {
    return parseArgs({ args: [...argv], options: { only: { type: 'string' }, without: { type: 'string' } } }).values;
  } catch (error) {
    throw new StartError(`${(error as Error).message}. Known are --only and --without with any of ${PARTS.join(',')}.`);
  }
}

function partsOf(list = ''): Part[] {
  return list.split(',').filter(Boolean).map((name) => {
    const part = PARTS.find((known) => known === name);
    if (!part) throw new StartError(`There is no part "${name}"; the parts are ${PARTS.join(', ')}.`);
    return part;
  });
}
