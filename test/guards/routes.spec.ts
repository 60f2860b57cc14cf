import { startTestApp, type TestApp } from '../support/app';
import { type Route, routesOf } from '../support/routes';

/** Routes anybody may call without signing in. This list only changes when a page for strangers does. */
const publicRoutes = [
  'DELETE /api/v1/session', 'GET /api/v1/challenges', 'GET /api/v1/challenges/:id', 'GET /api/v1/challenges/:id/clarifications', 'GET /api/v1/challenges/:id/clarifications/:number/receipt', 'GET /api/v1/challenges/:id/cost', 'GET /api/v1/challenges/:id/participation', 'GET /api/v1/challenges/:id/proof-of-funding',
  'GET /api/v1/challenges/:id/questions', 'GET /api/v1/challenges/:id/rule-card', 'GET /api/v1/challenges/:id/rule-card/receipt', 'GET /api/v1/challenges/:id/rule-cards', 'GET /api/v1/challenges/:id/rule-cards/:version/receipt', 'GET /api/v1/invitations/:token', 'GET /api/v1/log/checkpoint', 'GET /api/v1/log/consistency',
  'GET /api/v1/log/public-key', 'GET /api/v1/log/records/:seq', 'GET /api/v1/organisations/:id', 'GET /api/v1/organisations/:id/challenges', 'GET /api/v1/organisations/:id/units', 'GET /api/v1/phases/:id/results', 'GET /api/v1/questions/:id', 'GET /api/v1/unsubscriptions/:token', 'GET /health/live', 'GET /health/ready', 'GET /metrics',
  'POST /api/v1/email-verifications', 'POST /api/v1/password-resets', 'POST /api/v1/people', 'POST /api/v1/sessions', 'POST /provider-events/stripe', 'PUT /api/v1/password-resets/:token', 'PUT /api/v1/unsubscriptions/:token',
];

/** What a suspended person may still do: read what is theirs, take what they are owed, leave. */
const openWhileSuspended = [
  'acceptAward', 'answerReport', 'appealDecision', 'changePassword', 'chooseNotifications', 'confirmSession', 'countInbox', 'countMySeats', 'createOnboardingLink', 'declineAward', 'describePayee',
  'endOtherSessions', 'endSession', 'followMe', 'listFundings', 'listInbox', 'listMembers', 'listMessages', 'listMyAgreements', 'listMyAwards', 'listMyEntries',
  'listMyNonUseDeclarations', 'listMyReports', 'listMySeats', 'listOpenings', 'listOrganisationEntries', 'listPayouts', 'listSessions', 'listStatementsOfReasons', 'listThreads',
  'markNotification', 'markThreadRead', 'readAgreement', 'readAgreementDocument', 'readAttachment', 'readAward', 'readAwardReceipt', 'readDecisionReceipt', 'readDecisionRecord',
  'readEntry', 'readFeedback', 'readFunding', 'readInbox', 'readManifest', 'readMe', 'readMessage', 'readNonUseDeclaration', 'readNonUseDeclarationReceipt', 'readNotificationSettings',
  'readPayability', 'readPayee', 'readPayoutReceipt', 'readReceipt', 'readReport', 'readRest', 'readSignatureReceipt', 'readStatement', 'readStatementOfReasons', 'readSubmission',
  'readSubmissionDraft', 'readSubmissionFile', 'readSubmissionThread', 'readThread', 'removeMember', 'signAgreement', 'signNonUseDeclaration', 'withdrawEntry', 'withdrawReport',
  'withdrawSubmission',
];

describe('routes', () => {
  let app: TestApp;
  let routes: Route[];

  beforeAll(async () => {
    app = await startTestApp();
    routes = routesOf(app);
  });
  afterAll(() => app?.close());

  it('each say who may call them', () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter(({ access }) => !access).map(({ name }) => name)).toEqual([]);
  });

  it('are public only where listed', () => {
    expect(routes.filter(({ access }) => access?.who === 'public').map(({ name }) => name).filter((name) => !publicRoutes.includes(name))).toEqual([]);
  });

  it('stay open to people who are suspended only where listed, and never to staff', () => {
    expect(routes.filter(({ access }) => access?.whileSuspended).map(({ operation }) => operation).sort()).toEqual(openWhileSuspended);
    expect(routes.filter(({ access }) => access?.whileSuspended && access.who !== 'person')).toEqual([]);
  });

  it('of the admin API take staff only, and nothing else does', () => {
    const wrong = routes.filter(({ name, access }) => name.includes('/api/v1/admin/') !== (access?.who === 'staff'));
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('have names of their own, which become operation ids', () => {
    const names = routes.filter(({ name }) => name.includes('/api/')).map(({ operation }) => operation);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });
});
