import type { Response } from 'supertest';
import { agreementLifecycle } from '../../libs/agreements/agreement.lifecycle';
import { awardLifecycle } from '../../libs/bounties/award.lifecycle';
import { challengeLifecycle, phaseLifecycle } from '../../libs/challenges/challenge.lifecycle';
import { invitationLifecycle } from '../../libs/identity/identity.lifecycle';
import { assignmentLifecycle, seatLifecycle } from '../../libs/judging/assignment.lifecycle';
import { fundingLifecycle, payoutLifecycle } from '../../libs/payments/payments.lifecycle';
import { entryLifecycle } from '../../libs/submissions/entry.lifecycle';
import { submissionLifecycle } from '../../libs/submissions/submission.lifecycle';
import { aPdf } from '../../libs/submissions/testing';
import { questionLifecycle } from '../../libs/threads/question.lifecycle';
import type { World } from '../support/world';

/** What people may do to things, asked of one whose time for it is over or has not come: a problem, and nothing written. */

export interface Row {
  /** Of a lifecycle: `challenge schedule`. */
  verbs: string[];
  when: string;
  ask: (world: World) => PromiseLike<Response>;
  /** `409 request_wrong_state` */
  answer: string;
}

const reason = 'It has to be otherwise, as we said.';
const row = (verbs: string | string[], when: string, ask: Row['ask'], answer: string): Row => ({ verbs: [verbs].flat(), when, ask, answer });

/** The version it has now: what is wrong is the state alone. */
async function current({ people }: World, id: string): Promise<string> {
  return `"${(await people.staff.agent.get(`/api/v1/challenges/${id}`).expect(200)).body.version}"`;
}

const review = (which: 'draft' | 'running', outcome: string): Row['ask'] => async (world) =>
  world.people.staff.agent.put(`/api/v1/admin/challenges/${world.ids[which]}/review`).set('if-match', await current(world, world.ids[which])).send({ outcome, reason, edits: outcome === 'approve' ? [] : [{ pointer: '/title', text: reason }] });

export const rows: Row[] = [
  row('challenge edit', 'is open', async (world) => world.people.runs.agent.patch(`/api/v1/challenges/${world.ids.running}`).set('if-match', await current(world, world.ids.running)).send({ title: 'Another' }), '409 challenge_already_funded'),
  row('challenge requestReview', 'is open', ({ people, ids }) => people.runs.agent.put(`/api/v1/challenges/${ids.running}/review-request`), '409 request_wrong_state'),
  row('challenge approve', 'is a draft', review('draft', 'approve'), '409 request_wrong_state'),
  row('challenge requestChanges', 'is open', review('running', 'request_changes'), '409 request_wrong_state'),
  row('challenge schedule', 'is a draft', ({ people, ids }) => people.sponsor.agent.put(`/api/v1/challenges/${ids.draft}/schedule`), '409 request_wrong_state'),
  row('challenge schedule', 'is open', ({ people, ids }) => people.runs.agent.put(`/api/v1/challenges/${ids.running}/schedule`), '409 request_wrong_state'),
  row('challenge cancel', 'is decided', ({ people, ids }) => people.sponsor.agent.put(`/api/v1/challenges/${ids.decided}/cancellation`).send({ reason: 'duplicate' }), '409 challenge_already_funded'),
  row('challenge cancel', 'is decided, by staff', ({ people, ids }) => people.staff.agent.put(`/api/v1/admin/challenges/${ids.decided}/cancellation`).send({ reason: 'platform', note: reason }), '409 request_wrong_state'),
  row('phase decide', 'is open', ({ people, ids }) => people.runs.agent.put(`/api/v1/phases/${ids.runningPhase}/decision`).send({ places: [], reason }), '409 judging_ranking_not_ready'),
  row('phase decide', 'is decided', ({ people, ids }) => people.sponsor.agent.put(`/api/v1/phases/${ids.decidedPhase}/decision`).send({ places: [], reason }), '409 judging_already_decided'),
  row('phase decide', 'is open, by its ranking', ({ people, ids }) => people.runs.agent.put(`/api/v1/phases/${ids.runningPhase}/ranking`), '409 judging_ranking_not_ready'),
  row('invitation accept', 'was accepted', (world) => world.people.invitee.agent.put(world.addressOf('PUT', '/api/v1/invitations/{token}/acceptance')), '410 identity_link_not_valid'),
  row('invitation revoke', 'was accepted', (world) => world.people.sponsor.agent.delete(world.addressOf('DELETE', '/api/v1/organisations/{id}/invitations/{invitationId}')), '409 request_wrong_state'),
  row('seat accept', 'has scored', (world) => world.people.judge.agent.put(world.addressOf('PUT', '/api/v1/panel-seats/{id}/answer')).send({ accepts: true }), '409 judging_already_decided'),
  row(['seat decline', 'assignment decline'], 'has scored', (world) => world.people.judge.agent.put(world.addressOf('PUT', '/api/v1/panel-seats/{id}/answer')).send({ accepts: false }), '409 judging_already_decided'),
  row('seat declare', 'has scored', (world) => world.people.judge.agent.put(world.addressOf('PUT', '/api/v1/panel-seats/{id}/conflicts')).send({ conflicts: [] }), '409 judging_already_decided'),
  row(['seat replace', 'assignment replace'], 'has scored', (world) => world.people.sponsor.agent.delete(world.addressOf('DELETE', '/api/v1/challenges/{id}/phases/{phaseId}/judges/{seatId}')).send({ reason }), '409 judging_already_decided'),
  row('assignment accept', 'is done and saved again', (world) => world.people.judge.agent.put(world.addressOf('PUT', '/api/v1/assignments/{id}/scorecard')).set('if-match', '"1"').send({ action: 'save', scores: {} }), '409 judging_already_decided'),
  row('assignment finish', 'is done', (world) => world.people.judge.agent.put(world.addressOf('PUT', '/api/v1/assignments/{id}/scorecard')).set('if-match', '"1"').send({ action: 'lock', scores: {} }), '409 judging_already_decided'),
  row('assignment recuse', 'is done', (world) => world.people.judge.agent.put(world.addressOf('PUT', '/api/v1/assignments/{id}/recusal')).send({ reason }), '409 judging_already_decided'),
  row('assignment exclude', 'was decided by', (world) => world.people.staff.agent.put(world.addressOf('PUT', '/api/v1/admin/panel-seats/{id}/exclusions/{submissionId}')).send({ reason }), '409 judging_already_decided'),
  row('entry withdraw', 'was judged', ({ people, ids }) => people.solver.agent.put(`/api/v1/entries/${ids.judgedEntry}/withdrawal`), '409 submission_late'),
  row('submission submit', 'was judged', ({ people, ids }) => people.solver.agent.put(`/api/v1/submissions/${ids.judged}/submission`).send({}), '409 submission_late'),
  row('submission submit', 'was judged: its text', ({ people, ids }) => people.solver.agent.put(`/api/v1/entries/${ids.judgedEntry}/submissions/${ids.decidedPhase}/draft`).set('if-match', '"1"').send({ answers: [] }), '409 submission_late'),
  row('submission submit', 'was judged: one answer', ({ people, ids }) => people.solver.agent.patch(`/api/v1/entries/${ids.judgedEntry}/submissions/${ids.decidedPhase}/draft`).set('if-match', '"1"').send({ answers: [] }), '409 submission_late'),
  row('submission submit', 'was judged: a file', ({ people, ids }) => people.solver.agent.post(`/api/v1/submissions/${ids.judged}/files`).attach('file', aPdf(), 'late.pdf'), '409 submission_late'),
  row('submission submit', 'was judged: without a file', (world) => world.people.solver.agent.delete(world.addressOf('GET', '/api/v1/phases/{id}/submissions/{submissionId}/files/{fileId}').replace(/phases\/\w+\//, '')), '409 submission_late'),
  row('submission withdraw', 'was judged', ({ people, ids }) => people.solver.agent.put(`/api/v1/submissions/${ids.judged}/withdrawal`), '409 submission_late'),
  row('submission refuse', 'was judged', ({ people, ids }) => people.sponsor.agent.put(`/api/v1/submissions/${ids.judged}/eligibility-proposal`).send({ clause: 1, reason }), '409 request_wrong_state'),
  row('submission refuse', 'was proposed by nobody', ({ people, ids }) => people.staff.agent.put(`/api/v1/admin/submissions/${ids.judged}/eligibility`).send({ outcome: 'ineligible', ground: 'off_topic', statement: reason }), '409 submission_nothing_proposed'),
  row('award accept', 'is released', ({ people, ids }) => people.winner.agent.put(`/api/v1/awards/${ids.released}/acceptance`), '409 request_wrong_state'),
  row('award decline', 'was accepted', (world) => world.people.solver.agent.put(world.addressOf('PUT', '/api/v1/awards/{id}/refusal')).send({}), '409 request_wrong_state'),
  row(['award putBackAnnounced', 'award putBackAccepted', 'award putBackSigned', 'award putBackDelivered'], 'is not contested', (world) => world.people.staff.agent.put(world.addressOf('PUT', '/api/v1/admin/awards/{id}/contest')).send({ outcome: 'put_back', reason }), '409 request_wrong_state'),
  row('award annul', 'is not contested', (world) => world.people.staff.agent.put(world.addressOf('PUT', '/api/v1/admin/awards/{id}/contest')).send({ outcome: 'annul', reason }), '409 request_wrong_state'),
  row(['agreement sign', 'agreement complete'], 'is in force', async ({ people, ids }) => {
    const path = `/api/v1/agreements/${ids.signed}`;
    const { hash } = (await people.winner.agent.get(path).expect(200)).body as { hash: string };
    return people.winner.agent.put(`${path}/signature`).send({ hash, name: people.winner.name, isAccepted: true });
  }, '409 agreements_signed_already'),
  row('funding open', 'is captured', (world) => world.people.sponsor.agent.put(world.addressOf('PUT', '/api/v1/fundings/{id}/checkout')).send({ returnUrl: 'http://localhost:3000/back' }), '409 payments_nothing_to_pay'),
  row('payout retry', 'was sent', (world) => world.people.staff.agent.put(world.addressOf('PUT', '/api/v1/admin/payouts/{id}/retry')).send({ reason }), '409 request_wrong_state'),
  row('question withdraw', 'is answered', ({ people, ids }) => people.asker.agent.delete(`/api/v1/questions/${ids.bound}`).set('if-match', '"2"'), '409 request_wrong_state'),
  row('question answer', 'is answered for good', ({ people, ids }) => people.asks.agent.put(`/api/v1/questions/${ids.bound}/answer`).set('if-match', '"2"').send({ kind: 'informal', text: 'By two.' }), '409 question_binding_stands'),
];

/** What no request of a person asks for: the clock, the provider or the end of something else does it. This list only shrinks. */
export const byNoRequest = [
  'agreement bind', 'agreement decline', 'agreement fulfil', 'agreement lapse', 'agreement propose', 'agreement settle', 'agreement terminate',
  'award contest', 'award deliver', 'award lapse', 'award release', 'award sign',
  'challenge complete', 'challenge decide', 'challenge open',
  'entry admit', 'entry close', 'entry exclude',
  'funding capture', 'funding expire', 'funding fail',
  'payout admit', 'payout await', 'payout block', 'payout confirm', 'payout fail', 'payout lose', 'payout reverse', 'payout send', 'payout wait',
  'phase close', 'phase open',
  'seat exclude',
  'submission close', 'submission disqualify', 'submission judge', 'submission lapse', 'submission reinstate',
];

const lifecycles = [challengeLifecycle, phaseLifecycle, invitationLifecycle, seatLifecycle, assignmentLifecycle, entryLifecycle, submissionLifecycle, awardLifecycle, agreementLifecycle, fundingLifecycle, payoutLifecycle, questionLifecycle];
export const verbs: string[] = lifecycles.flatMap(({ thing, transitions }) => Object.values(transitions).flatMap((one) => Object.keys(one)).map((verb) => `${thing} ${verb}`));
