import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { stateColumns } from '@app/platform';
import { startTestApp, type TestApp } from '../support/app';
import { type Route, routesOf } from '../support/routes';
import { moderationNumbers, reportGrounds } from '../../libs/moderation/moderation.rules';
import '../../apps/api/modules';

// UPDATE_DOCS=1 writes what the code says into the docs
const { modules, followers } = jest.requireActual<{ modules: Record<string, string[]>; followers: Record<string, string[]> }>('../../architecture.cjs');
const isUpdating = process.env.UPDATE_DOCS !== undefined;

function lifecyclesText(): string {
  const byThing = new Map(stateColumns().map(({ lifecycle }) => [lifecycle.thing, lifecycle]));
  const parts = [...byThing.values()].sort((a, b) => a.thing.localeCompare(b.thing)).map((lifecycle) => `## ${lifecycle.thing}\n\n\`\`\`mermaid\n${lifecycle.diagram()}\n\`\`\`\n`);
  return `# Lifecycles\n\nDrawn from the tables in code; the database keeps every state column within them.\n\n${parts.join('\n')}`;
}

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  properties?: Record<string, unknown>;
  required?: string[];
}

const { paths, components } = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, { operationId: string; summary?: string; requestBody?: { content: Record<string, { schema: Schema }> } }>>;
  components: { schemas: Record<string, Schema> };
};

/** What code cannot tell: where not any one person is enough. */
const morePeople: Readonly<Record<string, string>> = {
  decideAppeal: 'two: not who decided first; where nobody else may, the same person after 72 h with notice, and the row says so',
  liftDecision: 'two where it holds a payout: not who placed it, until an appeal, or the day of its review, has waited 72 h in vain for somebody else; else one',
  grantStaffRole: 'one, never to themselves',
  takeStaffRole: 'one, never from themselves',
};

/** Fields in which staff say why. */
const reasons = ['reason', 'facts', 'statement'];

function administrationTable(routes: readonly Route[]): string {
  const operations = new Map(Object.values(paths).flatMap((methods) => Object.values(methods)).map((one) => [one.operationId, one]));
  const rows = routes.filter(({ name }) => name.includes('/api/v1/admin/')).map(({ name, operation, access }) => {
    const [method, path] = name.split(' ') as [string, string];
    const { summary = '', requestBody } = operations.get(operation)!;
    const isRead = method === 'GET';
    const why = isRead ? '-' : reasonIn(requestBody?.content['application/json']?.schema);
    const [resource, ...rest] = path.replace('/api/v1/admin/', '').split('/');
    return { key: `${resource} ${rest.join('/')} ${isRead ? 0 : method}`, row: `| ${resource} | ${method} ${path.replace('/api/v1', '')}: ${summary.replaceAll('|', '/')} | ${access?.roles?.join(', ') ?? 'any'} | ${why} | ${isRead ? '-' : (morePeople[operation] ?? 'one')} |` };
  });
  return ['| resource | action | staff role | reason needed | people |', '|---|---|---|---|---|', ...rows.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row)].join('\n');
}

function reasonIn(body: Schema | undefined): string {
  const schema = body?.$ref ? components.schemas[body.$ref.split('/').at(-1)!]! : (body ?? {});
  const named = reasons.find((one) => schema.properties && one in schema.properties);
  if (named === undefined) return 'no';
  return schema.required?.includes(named) ? 'yes' : 'where it goes against somebody';
}

/** What each number of moderation is for. */
const moderationSays: Readonly<Record<keyof typeof moderationNumbers, string>> = {
  answerHours: 'hours for the other side of a report to answer',
  appealDays: 'days to appeal against a decision',
  holdReviewDays: 'days until a held payout is looked at again',
  aloneHours: 'hours of notice before one person decides where two should',
  reportsPerDay: 'reports of one person within 24 hours',
  longestSuspensionDays: 'days of the longest suspension that has a time; the shortest is one day, and one without a time lasts until it is lifted',
  shortestReasons: 'letters that facts and reasons have at least',
};

function moderationTable(): string {
  const rows = Object.entries(moderationSays).map(([number, says]) => `| ${moderationNumbers[number as keyof typeof moderationNumbers]} | ${says} |`);
  return ['| number | of what |', '|---|---|', ...rows, '', `Grounds of a report: ${reportGrounds.map((ground) => `\`${ground}\``).join(', ')}.`].join('\n');
}

function modulesTable(): string {
  const marked = (name: string) => (existsSync(`libs/${name}`) ? name : `${name} (to come)`);
  const rows = Object.entries(modules).map(([name, allowed]) => `| ${marked(name)} | ${allowed.join(', ') || '-'} |`);
  return ['| module | may import |', '|---|---|', ...rows, `| ${Object.keys(followers).map(marked).join(', ')} | anything above: they listen, and nobody imports them |`].join('\n');
}

/** Between its two marks a document says what the code says. */
function expectKept(file: string, name: string, table: string): void {
  const text = readFileSync(file, 'utf8');
  const [begin, end] = [text.indexOf('-->\n', text.indexOf(`<!-- ${name}:`)), text.indexOf(`\n<!-- /${name} -->`)];
  expect([file, text.includes(`<!-- ${name}:`), end > begin]).toEqual([file, true, true]);
  const right = `${text.slice(0, begin)}-->\n\n${table}\n${text.slice(end)}`;
  if (isUpdating) writeFileSync(file, right);
  expect(readFileSync(file, 'utf8')).toBe(right);
}

it('docs/LIFECYCLES.md is drawn from the code', () => {
  if (isUpdating) writeFileSync('docs/LIFECYCLES.md', lifecyclesText());
  expect(readFileSync('docs/LIFECYCLES.md', 'utf8')).toBe(lifecyclesText());
});

it('the module table of docs/ARCHITECTURE.md is that of architecture.cjs', () => {
  expectKept('docs/ARCHITECTURE.md', 'modules', modulesTable());
});

describe('docs/ADMINISTRATION.md', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app?.close());

  it('has the numbers of moderation and the grounds of a report', () => {
    expectKept('docs/ADMINISTRATION.md', 'moderation', moderationTable());
  });

  it('has every admin operation, with who may and whether they say why', () => {
    const routes = routesOf(app);
    expectKept('docs/ADMINISTRATION.md', 'operations', administrationTable(routes));
    expect(Object.keys(morePeople).filter((one) => !routes.some(({ operation }) => operation === one))).toEqual([]);
  });
});
