import { whyItEnded } from './child';

const of = (ending: { status: number | null; stdout?: string; stderr?: string }) => whyItEnded({ name: 'api', logDir: '/logs' }, { stdout: '', stderr: '', ...ending });

it.each([
  { ending: { status: 1, stderr: 'PORT must be a whole number.\n' }, sentence: 'PORT must be a whole number.' },
  { ending: { status: 1, stderr: '(node:1) ExperimentalWarning: x\n(Use `node --trace-warnings`)\nPORT is wrong.\n' }, sentence: 'PORT is wrong.' },
  { ending: { status: 1, stderr: 'file.js:1\nTypeError: no\n    at x\n' }, sentence: 'api ended with status 1 (TypeError: no); its log is /logs/api.log.' },
  { ending: { status: 1, stdout: '{"level":30,"msg":"fine"}\n{"level":50,"context":"X","msg":"Error: it broke\\nand how"}\n' }, sentence: 'api ended with status 1 (Error: it broke); its log is /logs/api.log.' },
  { ending: { status: null }, sentence: 'api was ended by a signal; its log is /logs/api.log.' },
])('$ending is told as $sentence', ({ ending, sentence }) => expect(of(ending)).toBe(sentence));
