import { after, day, type IdKind, type OrganisationId, readId, showId } from '@app/kernel';
import { aChallenge, aPhase, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../libs/challenges/testing';
import { aPaidChallenge, awardOf, passAppeals, sponsorOpens, takes } from '../../libs/bounties/testing';
import { aFreelancer, aMember, aPerson, aStaffMember, aToken, type TestPerson, tokenIn } from '../../libs/identity/testing';
import { aJudge, judgeAll, type TestJudge } from '../../libs/judging/testing';
import { hides, reports } from '../../libs/moderation/testing';
import { aPayee } from '../../libs/payments/testing';
import { anEntry, aPdf, aSolver, aSubmission, closePhase, type TestSolver } from '../../libs/submissions/testing';
import { aConversation, attach, say } from '../../libs/threads/testing';
import type { TestApp } from './app';
import { client, ifMatch, ok } from './client';

/**
 * One of everything, made by people through HTTP, so that each address of the API leads to something real: who may call it, and
 * somebody who is nobody to any of it.
 */
export interface World {
  /** A path of `openapi.json` with the ids of real things in it. */
  addressOf(method: string, path: string): string;
  /** Who may call it. */
  callerOf(method: string, path: string): TestPerson;
  /** Who may not: signed in and nobody to it; for staff's own a sponsor. */
  outsiderOf(path: string): TestPerson;
  /** Public ids of what stands in several states at once. */
  ids: Record<'draft' | 'asked' | 'running' | 'decided' | 'runningPhase' | 'decidedPhase' | 'judged' | 'draftSubmission' | 'entry' | 'judgedEntry' | 'bound' | 'signed' | 'released', string>;
  people: Record<'sponsor' | 'solver' | 'judge' | 'staff' | 'newcomer' | 'stranger' | 'winner' | 'loser' | 'asks' | 'runs' | 'asker' | 'talker' | 'invitee', TestPerson>;
}

export async function aWorld(app: TestApp): Promise<World> {
  // paid and over, before the clock matters to what follows
  const past = await aDecision(app);
  await takes(past.winner, past.sponsor);
  await aPayee(app, past.winner, past.winner.organisationId);
  // nobody was good enough, and its sponsor has read what was handed in
  const lost = await aDecision(app, 3);
  await passAppeals(app);
  const talk = await aConversation(app);

  const staff = await aStaffMember(app, 'operator', 'moderator', 'finance', 'support');
  const [newcomer, asker, stranger, invitee] = [await aSolver(app), await aPerson(app), (await aSponsor(app)).owner, await aPerson(app)];
  const asks = await aSponsor(app);
  const asked = await aChallenge(app, asks, { state: 'open', edits: freeDraft(await app.clock.now(), { phases: [await aLongPhase(app, { prizes: [{ kind: 'placement', place: 1, title: 'Winner' }] })] }) });
  const { sponsor: runs, challenge: running } = await aPaidChallenge(app, { edits: { phases: [await aLongPhase(app)] } });

  const { sponsor, challenge, judge, winner: solver, entryId, submissionId, fileId } = await aDecision(app);
  const award = await awardOf(solver);
  await solver.agent.put(`${award.path}/acceptance`).expect(200);

  const at = (id: string) => ({ params: { path: { id } } });
  const api = client(sponsor.owner);
  const organisation = at(sponsor.organisation.publicId);
  const one = async (kind: IdKind, sql: string, ...values: string[]) => showId(kind, (await app.db.query<{ id: string }>(sql, values))[0]!.id);

  // what is still open, for what may be edited
  const entry = await anEntry(app, running, solver);
  const open = await aSubmission(app, entry, { state: 'draft', files: [{ name: 'sketch.pdf', content: aPdf() }] });
  const [openFile] = (await ok(client(solver).GET('/api/v1/entries/{id}/submissions/{phaseId}/draft', { params: { path: { id: entry.publicId, phaseId: entry.phaseId } } }))).files;
  const draft = await aChallenge(app, sponsor, { state: 'draft' });

  const ask = (text: string) => ok(client(asker).POST('/api/v1/challenges/{id}/questions', { ...at(asked.publicId), body: { text } }));
  const [bound, hidden, question] = [await ask('May it be shorter?'), await ask('Buy my bread?'), await ask('May it be longer?')];
  await ok(client(asks.owner).PUT('/api/v1/questions/{id}/answer', { params: { ...at(bound.id).params, header: ifMatch(bound.version) }, body: { kind: 'binding', text: 'By a metre.' } }));
  const decision = await ok(hides(staff, 'question', hidden.id, 'Spam.'));
  const report = await ok(reports(newcomer, 'challenge', asked.publicId, 'misleading'));
  const heard = await ok(reports(newcomer, 'organisation', asks.organisation.publicId, 'misuse'));
  await ok(client(staff).PUT('/api/v1/admin/reports/{id}/answer-request', { ...at(heard.id), body: { text: 'Whose drawing is it?' } }));

  await ok(client(staff).PUT('/api/v1/admin/organisations/{id}/verification', { params: { ...organisation.params, header: ifMatch(1) }, body: { isVerified: false, reason: 'No register knows it.' } }));
  const unit = await ok(api.POST('/api/v1/organisations/{id}/units', { ...organisation, body: { name: 'Ovens' } }));
  const colleague = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']);
  const robot = await aToken(app, sponsor.owner, sponsor.organisation, 'challenge:read');
  const invitation = await ok(api.POST('/api/v1/organisations/{id}/invitations', { ...organisation, body: { email: invitee.email, roles: ['contributor'] } }));
  await app.drain();
  const invited = tokenIn(app.mails(invitee.email).findLast(({ link }) => link?.includes('/invite/'))!);
  const off = app.mails().findLast(({ unsubscribe }) => unsubscribe)!.unsubscribe!.url.split('/unsubscribe/')[1]!;

  const attached = await attach(talk.solver, talk.thread, 'drawing.pdf', aPdf());
  // last, since it can be changed for a while only
  const own = await say(talk.solver, talk.thread, 'Hello.');

  const people = { sponsor: sponsor.owner, solver, judge, staff, newcomer, stranger, winner: past.winner, loser: lost.sponsor.owner, asks: asks.owner, runs: runs.owner, asker, talker: talk.solver, invitee };
  const phase = challenge.phases[0]!.id;
  const session = await ok(client(app.http()).POST('/api/v1/sessions', { body: { email: sponsor.owner.email, password: sponsor.owner.password } }));
  const signed = await one('agreement', 'select id from agreement where challenge_id = $1', past.challenge.id);
  const paid = showId('organisation', past.winner.organisationId);
  /** The first that fits fills the ids of a path, in their order. */
  const filling: [RegExp, ...string[]][] = [
    [/\/admin\/outbox\//, '1'],
    [/\/admin\/staff\//, await one('staffGrant', 'select id from staff_grant where person_id <> $1', staff.id)],
    [/\/admin\/(reportable|decidable)|\/reportable\//, 'challenge', asked.publicId],
    [/\/password-resets\//, 'x'.repeat(43)],
    [/\/invitations\/\{token\}/, invited],
    [/\/unsubscriptions\//, off],
    [/\/log\/records\//, '0'],
    [/\/challenges\/\{id\}\/(non-use-declaration|rest)/, lost.challenge.publicId],
    [/\/challenges\/\{id\}\/questions/, asked.publicId],
    [/\/challenges\/\{id\}\/clarifications/, asked.publicId, '1'],
    [/\/challenges\/\{id\}\/rule-cards/, challenge.publicId, '1'],
    [/\/challenges\/\{id\}\/phases/, challenge.publicId, phase, judge.seat],
    [/\/challenges\/\{id\}\/entries/, asked.publicId],
    [/^get .*\/challenges\/\{id\}\/(?!readiness|reviews|source)/, challenge.publicId],
    [/\/challenges\/\{id\}/, draft.publicId],
    [/\/questions\/\{id\}/, question.id],
    [/^get .*\/organisations\/\{id\}\/payee/, paid],
    [/\/organisations\/\{id\}\/payouts/, paid, await one('payout', 'select id from payout where organisation_id = $1', past.winner.organisationId)],
    [/\/organisations\/\{id\}\/members/, sponsor.organisation.publicId, colleague.memberId],
    [/\/organisations\/\{id\}\/units/, sponsor.organisation.publicId, unit.id],
    [/\/organisations\/\{id\}\/invitations/, sponsor.organisation.publicId, invitation.id],
    [/\/organisations\/\{id\}\/service-accounts/, sponsor.organisation.publicId, robot.accountId],
    [/\/organisations\/\{id\}/, sponsor.organisation.publicId],
    [/\/service-accounts\/\{id\}/, robot.accountId, robot.tokenId],
    [/\/entries\/\{id\}/, entry.publicId, entry.phaseId],
    [/\/v1\/submissions\/\{id\}(\/files.*|\/submission|\/withdrawal)$/, open.publicId, openFile!.id],
    [/\/phases\/\{id\}/, phase, submissionId, fileId],
    [/\/admin\/panel-seats\/\{id\}/, judge.seat, submissionId],
    [/\/panel-seats\/\{id\}/, judge.seat],
    [/\/submissions\/\{id\}/, submissionId, fileId],
    [/\/assignments\/\{id\}/, await one('assignment', 'select a.id from assignment a where a.submission_id = $1', readId('submission', submissionId)!), fileId],
    [/\/awards\/\{id\}/, award.body.id],
    [/^get .*\/agreements\/\{id\}\/(document|signatures)/, signed, 'recipient'],
    [/\/agreements\/\{id\}/, await one('agreement', 'select id from agreement where award_id = $1', award.id)],
    [/\/fundings\/\{id\}/, await one('funding', 'select id from funding where subject_id = $1', challenge.id)],
    [/\/threads\/\{id\}/, talk.thread.publicId, attached],
    [/\/messages\/\{id\}/, own.id],
    [/\/inbox\/\{id\}/, await one('notification', 'select notification_id as id from inbox_item where person_id = $1', sponsor.owner.id)],
    [/\/admin\/payouts\/\{id\}/, await one('payout', 'select id from payout')],
    [/\/me\/sessions\/\{id\}/, session.id],
    [/\/reports\/\{id\}\/answer$/, heard.id],
    [/\/reports\/\{id\}/, report.id],
    [/\/(?:statements|decisions)\/\{id\}/, decision.id],
  ];

  return {
    people,
    ids: {
      draft: draft.publicId, asked: asked.publicId, running: running.publicId, decided: challenge.publicId, runningPhase: running.phases[0]!.id, decidedPhase: phase, judged: submissionId, draftSubmission: open.publicId, entry: entry.publicId, judgedEntry: entryId, bound: bound.id,
      signed, released: showId('award', (await awardOf(past.winner)).id),
    },
    addressOf(method, path) {
      const left = [...(filling.find(([pattern]) => pattern.test(`${method.toLowerCase()} ${path}`)) ?? [])].slice(1) as string[];
      return path.replace(/\{\w+\}/g, (name) => {
        const id = left.shift();
        if (id === undefined) throw new Error(`nothing is there for ${name} of ${path}`);
        return id;
      });
    },
    callerOf(method, path) {
      const is = (pattern: RegExp) => pattern.test(path);
      const isRead = method.toLowerCase() === 'get';
      if (is(/\/admin\//)) return people.staff;
      if (is(/\/(panel-seats|assignments)\/|\/me\/judging/)) return people.judge;
      if (is(/\/api\/v1\/(threads|messages)\/|\/me\/threads/)) return people.talker;
      if (is(/\/invitations\/\{token\}/)) return people.invitee;
      if (is(/\/me\/statements|\/v1\/questions\/\{id\}$/)) return people.asker;
      if (is(/\/questions\/\{id\}\/answer$/)) return people.asks;
      if (is(/\/reports\/\{id\}\/answer$/)) return people.asks;
      if (is(/\/reports/)) return people.newcomer;
      if (is(/\/(non-use-declaration|rest)(?!-)/)) return people.loser;
      if (is(/\/organisations\/\{id\}\/payouts/) || (isRead && is(/\/payee|\/agreements\/\{id\}\/(document|signatures)/))) return people.winner;
      if (method.toLowerCase() === 'post' && is(/\/challenges\/\{id\}\/(entries|questions)$/)) return people.newcomer;
      return is(/\/(entries|submissions|awards|agreements)/) && !is(/eligibility-|\/phases\/|\/challenges\/|\/organisations\//) ? people.solver : people.sponsor;
    },
    outsiderOf: (path) => (path.includes('/admin/') ? people.sponsor : path.endsWith('/{id}/questions') ? people.asks : people.stranger),
  };
}

interface Decided {
  sponsor: TestSponsor;
  challenge: TestChallenge;
  judge: TestJudge;
  winner: TestSolver & { organisationId: OrganisationId };
  entryId: string;
  submissionId: string;
  fileId: string;
}

/** A paid challenge whose only entrant handed in a text and a file; the sponsor read it, and the ranking decided. */
async function aDecision(app: TestApp, score = 8): Promise<Decided> {
  const { sponsor, challenge } = await aPaidChallenge(app);
  const judge = await aJudge(app, sponsor, challenge);
  const winner = await aFreelancer(app);
  const entry = await anEntry(app, challenge, winner);
  const { publicId: submissionId } = await aSubmission(app, entry, { files: [{ name: 'plan.pdf', content: aPdf() }] });
  await closePhase(app, challenge);
  await sponsorOpens(sponsor, challenge);
  await judgeAll(judge, () => score);
  await app.drain();
  const [file] = (await ok(client(winner).GET('/api/v1/submissions/{id}', { params: { path: { id: submissionId } } }))).files;
  return { sponsor, challenge, judge, winner, entryId: entry.publicId, submissionId, fileId: file!.id };
}

/** Long enough that it is still open when what others do is over. */
async function aLongPhase(app: TestApp, edits: Parameters<typeof aPhase>[1] = {}): Promise<ReturnType<typeof aPhase>> {
  const now = await app.clock.now();
  return aPhase(now, { closesAt: after(now, 120 * day).toISOString(), ...edits });
}
