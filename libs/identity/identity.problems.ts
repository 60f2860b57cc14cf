import { defineProblems } from '@app/kernel';

export const problems = defineProblems('identity', {
  wrongCredentials: { status: 401, title: 'E-mail or password is wrong.' },
  tooManyAttempts: { status: 429, title: 'Too many failed attempts; wait a quarter of an hour, or set a new password by mail.' },
  tooManyOnAccount: { status: 429, title: 'Too many failed attempts on this account, from many places; wait an hour, or set a new password by mail.' },
  tooManyFromNetwork: { status: 429, title: 'Too many failed attempts from your network; wait a quarter of an hour.' },
  tooManyMails: { status: 429, title: 'This address got several such mails already; look for them, or ask again in an hour.' },
  tooManyMailsSent: { status: 429, title: 'You asked for many such mails; go on in an hour.' },
  linkNotValid: { status: 410, title: 'This link is not valid any more; ask for a new one.' },
  invitedOther: { status: 403, title: 'This invitation was sent to another address; sign in with that one.' },
  alreadyMember: { status: 409, title: 'This person is a member already.' },
  mayNotGrant: { status: 403, title: 'You cannot give or take rights you do not hold yourself.' },
  lastOwner: { status: 409, title: 'An organisation keeps at least one owner; make somebody else owner first.' },
  proveAgain: { status: 403, title: 'Enter your password again first; this change needs it.' },
  roleNotHere: { status: 422, title: 'An organisation of this kind has no such role.' },
  ownStaffRoles: { status: 403, title: 'Nobody changes their own staff roles.' },
  ownOrganisation: { status: 403, title: 'Staff never decide on an organisation they belong to.' },
  suspendsOwn: { status: 403, title: 'Staff never decide on themselves, nor on an organisation they belong to.' },
  alreadySuspended: { status: 409, title: 'It is suspended already; lift that one first.' },
  lastOperator: { status: 409, title: 'The last operator cannot be suspended; give somebody else that role first.' },
  personUnknown: { status: 422, title: 'Nobody with this address has an account.' },
});
