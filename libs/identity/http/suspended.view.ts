import type { Suspended } from '@app/kernel';

/** Stopped from acting by a decision of staff; what is owed is paid all the same */
export class SuspendedView {
  since: string;
  /** Null is until somebody lifts it */
  until: string | null;

  static of(suspended: Suspended | undefined): SuspendedView | null {
    return suspended ? Object.assign(new SuspendedView(), suspended) : null;
  }
}
