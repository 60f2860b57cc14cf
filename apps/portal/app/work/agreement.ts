/** Ready says something else of an agreement than of a payout. */
export const agreementState = (state: string) => (state === 'ready' ? 'ready_to_sign' : state);
