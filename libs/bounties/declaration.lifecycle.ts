import { defineLifecycle, type StateOf } from '@app/kernel';

/** A non-use declaration waits for its signature, for as long as that takes. */
export const declarationLifecycle = defineLifecycle('declaration', {
  asked: { sign: 'signed' },
  signed: {},
});

export type DeclarationState = StateOf<typeof declarationLifecycle>;
