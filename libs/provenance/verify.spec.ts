import fc from 'fast-check';
import { signCheckpoint } from './checkpoint';
import { commitment, contentDigest, createSalt, describeFile, type ContentManifest } from './content';
import { hashOfLeaf, makeLeaf, type Leaf } from './leaf';
import { append, inclusionPlan, readProof } from './merkle';
import { createLogKey, readSigningKey } from './note.keys';
import { makeReceipt, type Receipt } from './receipt';
import { receiptHolds, verifyReceipt, verifyReceiptFile } from './verify';

const { signingKey, publicKey } = createLogKey('guildhall.example/log');
const content: ContentManifest = { fields: { title: 'Cold chain without diesel' }, files: [describeFile('plan.pdf', Buffer.from('%PDF-1.7'))] };
const subject = `sub_${'0'.repeat(31)}5`;

describe('a receipt', () => {
  it('is checked from the key and the content alone, in sentences', async () => {
    const receipt = await aReceipt();
    expect(verifyReceipt(receipt, publicKey, content)).toEqual([
      { what: 'form', result: 'passed', sentence: 'The receipt is complete and well formed.' },
      { what: 'checkpoint', result: 'passed', sentence: 'The checkpoint is signed by guildhall.example/log: a log of 11 records.' },
      { what: 'inclusion', result: 'passed', sentence: `The log holds this record of ${subject} (submission_version) at position 5.` },
      { what: 'position', result: 'passed', sentence: 'The record itself names position 5.' },
      { what: 'time', result: 'passed', sentence: "It was received at 2026-11-22T09:00:05.000Z by the server's clock." },
      { what: 'commitment', result: 'passed', sentence: `The record commits to content with the digest ${receipt.contentDigest}.` },
      { what: 'content', result: 'passed', sentence: 'The content is what the receipt was given for.' },
    ]);
  });

  it('survives being written to a file', async () => {
    const { holds, lines } = verifyReceiptFile(JSON.stringify(await aReceipt(), null, 2), `${publicKey}\n`, JSON.stringify(content));
    expect([holds, lines.length, lines[0], lines.at(-1)]).toEqual([
      true, 8, 'ok      The receipt is complete and well formed.',
      'The receipt holds. To be sure that others see the same log, compare its checkpoint with one they were given.',
    ]);
  });

  it('holds for every place in logs of every size', async () => {
    for (let size = 1; size <= 17; size += 1) {
      for (let index = 0; index < size; index += 1) expect([index, size, receiptHolds(verifyReceipt(await aReceipt(index, size), publicKey, content))]).toEqual([index, size, true]);
    }
  });

  it('may carry its content, which is checked with it', async () => {
    const receipt = { ...(await aReceipt()), content };
    const { holds, checks } = verifyReceiptFile(JSON.stringify(receipt), publicKey);
    expect([holds, checks.at(-1)]).toEqual([true, { what: 'content', result: 'passed', sentence: 'The content is what the receipt was given for.' }]);
    for (const forged of [{ ...content, fields: { title: 'Cold chain with diesel' } }, { ...content, more: 1 }, { fields: content.fields }, 'text', null]) {
      expect([forged, receiptHolds(verifyReceipt({ ...receipt, content: forged }, publicKey))]).toEqual([forged, false]);
      expect([forged, receiptHolds(verifyReceipt({ ...receipt, content: forged }, publicKey, content))]).toEqual([forged, false]);
    }
  });

  it('says that the content was not checked when it was not given', async () => {
    const checks = verifyReceipt(await aReceipt(), publicKey);
    expect(checks.at(-1)).toEqual({ what: 'content', result: 'not_checked', sentence: 'The content itself was not given, so only its digest was checked.' });
    expect(receiptHolds(checks)).toBe(true);
  });

  it('may be countersigned by a witness', async () => {
    const receipt = await aReceipt();
    const witness = readSigningKey(createLogKey('witness.example').signingKey);
    const text = receipt.checkpoint.slice(0, receipt.checkpoint.lastIndexOf('\n\n') + 1);
    const line = `— ${witness.name} ${Buffer.concat([Buffer.from(witness.id, 'hex'), witness.sign(text)]).toString('base64')}\n`;
    expect(receiptHolds(verifyReceipt({ ...receipt, checkpoint: receipt.checkpoint + line }, publicKey, content))).toBe(true);
  });

  it('fails when anything in it is changed, taken out or added', async () => {
    const receipt = await aReceipt();
    const places = placesIn(receipt);
    expect(places.map((place) => place.join('.'))).toEqual([
      'format', 'serverTime', 'index', 'leaf', 'leaf.seq', 'leaf.type', 'leaf.subject', 'leaf.commitment', 'leaf.receivedAt', 'contentDigest', 'salt',
      'inclusionProof', 'inclusionProof.0', 'inclusionProof.1', 'inclusionProof.2', 'inclusionProof.3', 'checkpoint',
    ]);
    fc.assert(fc.property(fc.constantFrom(...places), fc.nat(), fc.constantFrom('change', 'remove', 'null', 'add'), (place, at, how) => {
      const forged = damaged(receipt, place, at, how);
      expect([place, how, receiptHolds(verifyReceipt(forged, publicKey, content))]).toEqual([place, how, false]);
    }), { numRuns: 1000 });
  });

  it('fails in each string wherever one character is another', async () => {
    const receipt = await aReceipt();
    for (const place of placesIn(receipt)) {
      const value = place.reduce<unknown>((inside, key) => (inside as Record<string, unknown>)[key], receipt);
      if (typeof value !== 'string') continue;
      for (let at = 0; at < value.length; at += 1) expect([place, at, receiptHolds(verifyReceipt(damaged(receipt, place, at, 'change'), publicKey))]).toEqual([place, at, false]);
    }
  });

  it.each<[string, (receipt: Receipt) => unknown, string[]]>([
    ['another position', (receipt) => ({ ...receipt, index: 4 }), ['inclusion', 'position']],
    ['an earlier time on its face', (receipt) => ({ ...receipt, serverTime: '2026-11-22T08:00:00.000Z' }), ['time']],
    ['an earlier time throughout', (receipt) => ({ ...receipt, serverTime: '2026-11-22T08:00:00.000Z', leaf: { ...receipt.leaf, receivedAt: '2026-11-22T08:00:00.000Z' } }), ['inclusion']],
    ['other content under its salt', (receipt) => ({ ...receipt, contentDigest: '0'.repeat(64) }), ['commitment', 'content']],
    ['a checkpoint without signature', (receipt) => ({ ...receipt, checkpoint: receipt.checkpoint.split('—')[0] }), ['checkpoint']],
    ['a checkpoint signed by somebody else', (receipt) => ({ ...receipt, checkpoint: signCheckpoint({ size: 11, root: Buffer.alloc(32) }, createLogKey('guildhall.example/log').signingKey) }), ['checkpoint']],
    ['a checkpoint of another tree', (receipt) => ({ ...receipt, checkpoint: signCheckpoint({ size: 11, root: Buffer.alloc(32) }, signingKey) }), ['inclusion']],
    ['a checkpoint from before the record', (receipt) => ({ ...receipt, checkpoint: signCheckpoint({ size: 5, root: Buffer.alloc(32) }, signingKey) }), ['inclusion']],
    ['a field nobody proves', (receipt) => ({ ...receipt, winner: true }), ['form']],
    ['nothing', () => null, ['form']],
    ['a list', () => [], ['form']],
  ])('with %s names what failed', async (_name, forge, failures) => {
    const checks = verifyReceipt(forge(await aReceipt()), publicKey, content);
    expect(checks.filter((check) => check.result === 'failed').map((check) => check.what)).toEqual(failures);
  });

  it('fails for other content, and for what is no content', async () => {
    const receipt = await aReceipt();
    const last = (other: unknown) => verifyReceipt(receipt, publicKey, other as ContentManifest).at(-1);
    expect(last({ ...content, fields: { title: 'Cold chain with diesel' } })).toEqual({ what: 'content', result: 'failed', sentence: 'The content is not what the receipt was given for.' });
    expect(last(null)).toEqual({ what: 'content', result: 'failed', sentence: 'The content is not a manifest of fields and files: content must be an object.' });
    expect(last({ fields: {}, files: [7] })).toEqual({ what: 'content', result: 'failed', sentence: 'The content is not a manifest of fields and files: content.files[0] must be an object.' });
  });

  it('fails in plain words for files that are not JSON and keys that are not keys', async () => {
    const receipt = JSON.stringify(await aReceipt());
    expect(verifyReceiptFile('%PDF', publicKey)).toEqual({ holds: false, checks: [{ what: 'form', result: 'failed', sentence: 'The receipt is not JSON.' }], lines: ['FAILED  The receipt is not JSON.', 'The receipt does not hold.'] });
    expect(verifyReceiptFile(receipt, publicKey, '%PDF').lines.at(-2)).toBe('FAILED  The content is not a manifest of fields and files: content must be an object.');
    expect(verifyReceiptFile(receipt, 'my key').lines.slice(1, 3)).toEqual([
      'FAILED  The checkpoint cannot be trusted. A key reads name+id+base64, with an id of eight hex digits.',
      '-       Whether the log holds the record was not checked, for want of a trusted checkpoint.',
    ]);
    expect(verifyReceiptFile(receipt, createLogKey('guildhall.example/log').publicKey).holds).toBe(false);
  });

  it('is not made for content its record does not commit to', async () => {
    const { leaf } = await aReceipt();
    const parts = { leaf, contentDigest: contentDigest(content), salt: createSalt(), inclusionProof: [], checkpoint: '' };
    expect(() => makeReceipt(parts)).toThrow(new Error('record 5 commits to other content'));
  });
});

async function aReceipt(index = 5, size = 11): Promise<Receipt> {
  const salt = createSalt();
  const leafAt = (seq: number): Leaf => makeLeaf({
    seq, type: 'submission_version', subject: `sub_${seq.toString(16).padStart(32, '0')}`,
    commitment: seq === index ? commitment(salt, contentDigest(content)) : Buffer.alloc(32, seq), receivedAt: new Date(Date.UTC(2026, 10, 22, 9, 0, seq)),
  });
  const { nodes, root } = append(0, [], Array.from({ length: size }, (_, seq) => hashOfLeaf(leafAt(seq))));
  const inclusionProof = await readProof(inclusionPlan(index, size), () => Promise.resolve(nodes));
  return makeReceipt({ leaf: leafAt(index), contentDigest: contentDigest(content), salt, inclusionProof, checkpoint: signCheckpoint({ size, root }, signingKey) });
}

function placesIn(value: object): string[][] {
  return Object.entries(value).flatMap(([key, inside]) => [[key], ...(typeof inside === 'object' ? placesIn(inside as object).map((place) => [key, ...place]) : [])]);
}

/** A copy in which the value at `place` is changed, taken out or null, or has a stranger beside it. */
function damaged(receipt: Receipt, place: string[], at: number, how: string): unknown {
  const copy = structuredClone(receipt);
  const last = place.at(-1)!;
  const parent = place.slice(0, -1).reduce<unknown>((inside, key) => (inside as Record<string, unknown>)[key], copy) as Record<string, unknown>;
  const value = parent[last];
  if (how === 'remove' && Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (how === 'remove') delete parent[last];
  else if (how === 'null') parent[last] = null;
  else if (how === 'add' && Array.isArray(parent)) parent.splice(Number(last), 0, value);
  else if (how === 'add') parent[`${last}2`] = value;
  else if (typeof value === 'number') parent[last] = value + 1 + (at % 7);
  else if (typeof value === 'string') parent[last] = otherCharacter(value, at % value.length);
  else parent[last] = {};
  return copy;
}

function otherCharacter(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1);
}
