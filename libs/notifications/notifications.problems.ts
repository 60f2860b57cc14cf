import { defineProblems } from '@app/kernel';

export const problems = defineProblems('notifications', {
  choiceNotOffered: { status: 409, title: 'Some of these mails cannot be turned off, or not wait for the digest.' },
});
