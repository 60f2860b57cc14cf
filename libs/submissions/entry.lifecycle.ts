import { defineLifecycle, type StateOf } from '@app/kernel';

export const entryLifecycle = defineLifecycle('entry', {
  joined: { withdraw: 'withdrawn', exclude: 'excluded', close: 'closed' },
  waitlisted: { admit: 'joined', withdraw: 'withdrawn', exclude: 'excluded', close: 'closed' },
  withdrawn: {},
  excluded: {},
  closed: {},
});

export type EntryState = StateOf<typeof entryLifecycle>;
