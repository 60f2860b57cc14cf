import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { BadSetting } from '@app/platform';
import { append, commitment, contentDigest, createLogKey, createSalt, hashOfLeaf, inclusionPlan, makeLeaf, makeReceipt, readProof, signCheckpoint } from '@app/provenance';
import { addVerify } from './verify';

const { signingKey, publicKey } = createLogKey('guildhall.example/log');
const content = { fields: { title: 'Cold chain without diesel' }, files: [] };
// people keep things in directories of any name
const directory = mkdtempSync(join(tmpdir(), 'guildhall+verify+'));
const at = (name: string) => join(directory, name);

beforeAll(async () => {
  const salt = createSalt();
  const leaf = makeLeaf({ seq: 0, type: 'submission_version', subject: `sub_${'0'.repeat(32)}`, commitment: commitment(salt, contentDigest(content)), receivedAt: new Date('2026-11-22T09:00:00Z') });
  const { nodes, root } = append(0, [], [hashOfLeaf(leaf)]);
  const receipt = makeReceipt({ leaf, contentDigest: contentDigest(content), salt, inclusionProof: await readProof(inclusionPlan(0, 1), () => Promise.resolve(nodes)), checkpoint: signCheckpoint({ size: 1, root }, signingKey) });
  const files = { 'receipt.json': JSON.stringify(receipt), 'forged.json': JSON.stringify({ ...receipt, serverTime: '2026-11-22T08:00:00.000Z' }), 'log.pub': `${publicKey}\n`, 'other.pub': createLogKey('guildhall.example/log').publicKey, 'content.json': JSON.stringify(content), 'else.json': '{"fields":{},"files":[]}' };
  for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text);
});
afterAll(() => rmSync(directory, { recursive: true }));

/** What the command ends with and its last line, or the sentence it stops with. */
async function verify(...args: string[]): Promise<[number, string]> {
  const said: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean(said.push(String(text))));
  const before = process.exitCode;
  const program = new Command().exitOverride();
  addVerify(program);
  try {
    await program.parseAsync(['verify', ...args], { from: 'user' });
    return [Number(process.exitCode), said.join('').trim().split('\n').at(-1)!];
  } finally {
    process.exitCode = before;
    write.mockRestore();
  }
}

const holds = 'The receipt holds. To be sure that others see the same log, compare its checkpoint with one they were given.';
const holdsNot = 'The receipt does not hold.';

it.each<[string, string, string, string | undefined, [number, string]]>([
  ['the key as text', 'receipt.json', publicKey, 'content.json', [0, holds]],
  ['the key in a file, under a path with plus signs', 'receipt.json', at('log.pub'), undefined, [0, holds]],
  ['the key of somebody else', 'receipt.json', at('other.pub'), undefined, [1, holdsNot]],
  ['a receipt that was changed', 'forged.json', publicKey, undefined, [1, holdsNot]],
  ['other content', 'receipt.json', publicKey, 'else.json', [1, holdsNot]],
  ['a receipt that is no JSON', 'log.pub', publicKey, undefined, [1, holdsNot]],
])('%s', async (_, receipt, key, other, answer) => {
  expect(await verify(at(receipt), '--key', key, ...(other ? ['--content', at(other)] : []))).toEqual(answer);
});

it.each([
  ['receipt', () => verify(at('none.json'), '--key', publicKey), `There is no file ${at('none.json')}.`],
  ['key', () => verify(at('receipt.json'), '--key', at('none.pub')), `There is no file ${at('none.pub')}.`],
  ['content', () => verify(at('receipt.json'), '--key', publicKey, '--content', at('none.json')), `There is no file ${at('none.json')}.`],
  ['receipt that is a directory', () => verify(directory, '--key', publicKey), `${directory} is a directory.`],
])('a missing %s is said in one sentence', async (_, call, sentence) => {
  await expect(call()).rejects.toThrow(new BadSetting(sentence));
});
