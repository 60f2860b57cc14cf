import { defineProblems } from '@app/kernel';

export const problems = defineProblems('ledger', {
  insufficientFunds: { status: 409, title: 'There is not enough money for this any more.' },
});
