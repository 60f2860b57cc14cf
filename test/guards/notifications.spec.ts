import { readFileSync, writeFileSync } from 'node:fs';
import { m } from '@app/messages';
import { catalogue, choicesOf } from '@app/notifications';
import { Registry } from '@app/platform';
import { startTestApp, type TestApp } from '../support/app';

/** Mails to addresses that may have no account, or about the safety of one: always sent, and in no inbox. */
const direct = ['identity.mailInvitation', 'identity.mailPasswordChanged', 'identity.mailPasswordReset', 'identity.mailSignUp', 'judging.send_invitation', 'judging.send_invitation_off'];

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

function page(): string {
  const rows = Object.entries(catalogue).map(([name, { on, to, mail, isDigestable, isBlind }]) => {
    const channel = mail === 'always' ? 'always mailed' : `mail ${mail === 'digest' ? 'in the digest' : 'at once'}, can be turned off`;
    return `| ${name} | ${on.name} | ${to.words} | ${channel} | ${isDigestable ? 'yes' : 'no'} | ${isBlind ? 'blind' : '-'} |`;
  });
  return [
    '# Notifications', '',
    'Who is told of what. Printed from the catalogue in `libs/notifications`; every kind comes to the inbox, and the mail column says what it is beside that.', '',
    '- *always mailed*: it has a date somebody could miss, or is about their money or work. The database takes no setting that turns it off.',
    '- *digest*: whether it may wait for the digest of the day, which leaves at 07:00 by the reader’s clock with what they have not read.',
    '- *blind*: it goes to people who must not know yet who entered, and holds no name of a solver, an organisation of theirs or a file.', '',
    'Subjects hold nothing sealed, no amount, no name that is still blind, and no title of a challenge that is not for everybody. Mails that can be turned off',
    'carry `List-Unsubscribe` and `List-Unsubscribe-Post` (RFC 8058): one POST to the link, without a session, turns them off; opening it shows a page with a button.', '',
    '| kind | event | who | mail | digest | |', '|---|---|---|---|---|---|', ...rows, '',
    '## How it works', '',
    'A kind (`libs/notifications/kinds`) says which event it hears, whom it is for, what is said and where it leads. Its handler asks for the facts',
    '(none: there is nothing to say), keeps one row in `notification`, unique per kind, subject and occasion, and gives it out in jobs of at most a hundred people.',
    'Each job writes `inbox_item` rows, unique per person, and with them asks for mails and hints; whoever has it already gets nothing twice. Before a mail',
    'leaves, the facts are asked for again, and whether it still concerns its reader: what is over meanwhile is not mailed, nor is anything to who was removed.',
    'A mail that a crash sends twice bears one Message-ID.', '',
    'What asks something of its reader (`asks`, SQL in `asking.ts`) waits in the inbox until it is done, which is read with the inbox and never kept; what only tells',
    'waits until it is marked. Whoever leaves an organisation, or a role in it, loses what they were told for that. Unread is counted among',
    'the newest 500 that have no mark.', '',
    'Reminders are rows in `reminder` with a `due_at`; what they are about may have moved, so they look again when they are due.', '',
    'Not in this table, since who gets them may have no account, or they are about its safety: ' + direct.map((name) => `\`${name}\``).join(', ') + '.', '',
    'A new kind: an entry in the catalogue, its texts (`notification_kind_<kind>` too), and a migration that adds what may be chosen to `notification_choice`.', '',
  ].join('\n');
}

it('docs/NOTIFICATIONS.md is printed from the catalogue', () => {
  if (process.env.UPDATE_DOCS !== undefined) writeFileSync('docs/NOTIFICATIONS.md', page());
  expect(readFileSync('docs/NOTIFICATIONS.md', 'utf8')).toBe(page());
});

it('the database keeps for each kind what the catalogue offers, and nothing else', async () => {
  const rows = await app.db.query<{ kind: string; choice: string }>('select kind, choice from notification_choice');
  const offered = Object.entries(catalogue).flatMap(([kind, one]) => choicesOf(one).map((choice) => `${kind} ${choice}`));
  expect(rows.map(({ kind, choice }) => `${kind} ${choice}`).sort()).toEqual(offered.sort());
});

it('every kind has a name, and waits for the digest only where it may', () => {
  expect(Object.keys(catalogue).filter((kind) => !(`notification_kind_${kind}` in m))).toEqual([]);
  expect(Object.entries(catalogue).filter(([, { mail, isDigestable }]) => mail === 'digest' && !isDigestable)).toEqual([]);
});

it('every kind hears its event, and all mail leaves as a notification but for what has no inbox', () => {
  const handlers = [...app.app.get(Registry).handlers.values()];
  const deaf = Object.entries(catalogue).filter(([kind, { on }]) => !handlers.some(({ name, trigger, isEvent }) => isEvent && name === `Telling.${kind}` && trigger === on.name));
  expect(deaf.map(([kind]) => kind)).toEqual([]);
  expect(handlers.filter(({ queue }) => queue === 'mail').map(({ name }) => name).sort()).toEqual([...direct, 'notifications.mail', 'notifications.mail_digest']);
});
