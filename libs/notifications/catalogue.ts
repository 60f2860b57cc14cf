import type { Kind } from './kind';
import { agreementKinds } from './kinds/agreements.kinds';
import { challengeKinds } from './kinds/challenges.kinds';
import { declarationKinds } from './kinds/declarations.kinds';
import { entryKinds } from './kinds/entries.kinds';
import { identityKinds } from './kinds/identity.kinds';
import { judgingKinds } from './kinds/judging.kinds';
import { lostKinds } from './kinds/lost.kinds';
import { moderationKinds } from './kinds/moderation.kinds';
import { moneyKinds } from './kinds/money.kinds';
import { questionKinds } from './kinds/questions.kinds';
import { threadKinds } from './kinds/threads.kinds';

/** Everything people are told of, by name. docs/NOTIFICATIONS.md prints it, the database keeps what may be chosen. */
export const catalogue: Readonly<Record<string, Kind>> = { ...challengeKinds, ...questionKinds, ...threadKinds, ...entryKinds, ...judgingKinds, ...agreementKinds, ...declarationKinds, ...moneyKinds, ...lostKinds, ...moderationKinds, ...identityKinds };

export const kindNames = Object.keys(catalogue);
