import type { Tx } from '@app/platform';
import type { Charge } from './charge.entity';
import { closeSession } from './payments.events';
import { chargeLifecycle } from './payments.lifecycle';

/** Nobody is to pay these any more; a page that is still open is closed. Money that comes all the same is a surplus. */
export async function cancelCharges(tx: Tx, charges: readonly Charge[]): Promise<void> {
  for (const charge of charges) {
    if (!chargeLifecycle.allows(charge.state, 'cancel')) continue;
    if (charge.sessionId) tx.enqueue(closeSession, { sessionId: charge.sessionId });
    charge.state = chargeLifecycle.next(charge.state, 'cancel');
    charge.lookAt = null;
    await tx.save(charge);
  }
}
