import { defineProblems } from '@app/kernel';

export const problems = defineProblems('log', {
  noSuchRecord: { status: 404, title: 'The log has no such record.' },
  noSuchSize: { status: 422, title: 'The log was never of that size.' },
});
