import { readFileSync, writeFileSync } from 'node:fs';
import { stateColumns } from '@app/platform';
import '../../apps/api/modules';

// UPDATE_DOCS=1 writes what the code says into the docs
const { modules, followers } = jest.requireActual<{ modules: Record<string, string[]>; followers: Record<string, string[]> }>('../../architecture.cjs');
const isUpdating = process.env.UPDATE_DOCS !== undefined;

function lifecyclesText(): string {
  const byThing = new Map(stateColumns().map(({ lifecycle }) => [lifecycle.thing, lifecycle]));
  const parts = [...byThing.values()].sort((a, b) => a.thing.localeCompare(b.thing)).map((lifecycle) => `## ${lifecycle.thing}\n\n\`\`\`mermaid\n${lifecycle.diagram()}\n\`\`\`\n`);
  return `# Lifecycles\n\nDrawn from the tables in code; the database keeps every state column within them.\n\n${parts.join('\n')}`;
}

function modulesTable(): string {
  const rows = Object.entries(modules).map(([name, allowed]) => `| ${name} | ${allowed.join(', ') || '-'} |`);
  return ['| module | may import |', '|---|---|', ...rows, `| ${Object.keys(followers).join(', ')} | anything above: they listen, and nobody imports them |`].join('\n');
}

it('docs/LIFECYCLES.md is drawn from the code', () => {
  if (isUpdating) writeFileSync('docs/LIFECYCLES.md', lifecyclesText());
  expect(readFileSync('docs/LIFECYCLES.md', 'utf8')).toBe(lifecyclesText());
});

it('the module table of docs/ARCHITECTURE.md is that of architecture.cjs', () => {
  const file = 'docs/ARCHITECTURE.md';
  const replace = (text: string) => text.replace(/(<!-- modules:.*-->\n)[\s\S]*(\n<!-- \/modules -->)/, `$1\n${modulesTable()}\n$2`);
  const text = readFileSync(file, 'utf8');
  if (isUpdating) writeFileSync(file, replace(text));
  expect(readFileSync(file, 'utf8')).toBe(replace(text));
});
