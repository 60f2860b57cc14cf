import { defineProblems } from '@app/kernel';

/** What can go wrong with any request; each module declares its own beside these. */
export const requestProblems = defineProblems('request', {
  malformed: { status: 400, title: 'The request cannot be read.' },
  unauthenticated: { status: 401, title: 'Sign in first.' },
  forbidden: { status: 403, title: 'You may not do this.' },
  suspended: { status: 403, title: 'This is stopped by a suspension. What you have stays yours, and you can read why and appeal.' },
  notFound: { status: 404, title: 'There is nothing here, or it is not for you.' },
  methodNotAllowed: { status: 405, title: 'This address does not take that method.' },
  conflict: { status: 409, title: 'Somebody else was faster; read again and retry.' },
  wrongState: { status: 409, title: 'This cannot be done in its present state.' },
  preconditionFailed: { status: 412, title: 'It was changed since you read it.' },
  tooLarge: { status: 413, title: 'The request is too large.' },
  unsupportedMediaType: { status: 415, title: 'Send application/json.' },
  invalid: { status: 422, title: 'Some fields are not right.' },
  keyReused: { status: 422, title: 'This idempotency key was used for a different request.' },
  secretShownOnce: { status: 409, title: 'This was done already; its secret was shown once and is not kept.' },
  preconditionRequired: { status: 428, title: 'Send If-Match with the ETag you read.' },
  tooMany: { status: 429, title: 'Too many requests; wait a little.' },
  internal: { status: 500, title: 'Something went wrong on our side.' },
  unavailable: { status: 503, title: 'Not available for the moment.' },
});
