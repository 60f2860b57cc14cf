import fc from 'fast-check';
import { append, consistencyPlan, emptyRoot, inclusionPlan, leafHash, nodeHash, peaks, readProof, readRoot, type NodeReader, type StoredNode } from './merkle';
import { verifyConsistency, verifyInclusion } from './merkle.verify';

// The leaves, roots and proofs every implementation of certificate transparency is tested with.
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => Buffer.from(hex, 'hex'));
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const l0 = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d';
const l1 = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7';
const l4 = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b';
const l6 = 'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f';
const n01 = 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125';
const n23 = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e';
const n45 = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';
const n67 = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0';
const n03 = 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7';
const n47 = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';

describe('the tree of RFC 6962', () => {
  it('has the published roots', async () => {
    for (const [size, root] of roots.entries()) expect([size, hex(await readRoot(size, aLog(leaves.map(leafHash)).read))]).toEqual([size, root]);
  });

  it.each([
    [0, 1, []], [0, 8, [l1, n23, n47]], [5, 8, [l4, n67, n03]], [2, 3, [n01]], [1, 5, [l0, n23, l4]],
  ])('proves leaf %i in %i as published', async (index, size, proof) => {
    const { read } = aLog(leaves.map(leafHash));
    expect((await readProof(inclusionPlan(index, size), read)).map(hex)).toEqual(proof);
    expect(verifyInclusion(leafHash(leaves[index]!), index, size, proof.map(bytes), bytes(roots[size]!))).toBe(true);
  });

  it.each([
    [1, 1, []], [1, 8, [l1, n23, n47]], [6, 8, [n45, n67, n03]], [2, 5, [n23, l4]], [6, 7, [n45, l6, n03]],
  ])('proves that %i begins %i as published', async (first, second, proof) => {
    const { read } = aLog(leaves.map(leafHash));
    expect((await readProof(consistencyPlan(first, second), read)).map(hex)).toEqual(proof);
    expect(verifyConsistency(first, bytes(roots[first]!), second, bytes(roots[second]!), proof.map(bytes))).toBe(true);
  });

  it('stores the published nodes, and nothing else', () => {
    const nodes = aLog(leaves.map(leafHash)).nodes.map((node) => [`${node.level}/${node.index}`, hex(node.hash)]);
    expect(nodes.length).toBe(15);
    expect(Object.fromEntries(nodes)).toMatchObject({ '0/0': l0, '0/1': l1, '0/4': l4, '0/6': l6, '1/0': n01, '1/1': n23, '1/2': n45, '1/3': n67, '2/0': n03, '2/1': n47, '3/0': roots[8] });
  });
});

describe('any tree', () => {
  const hashes = fc.array(fc.uint8Array({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 130 }).map((list) => list.map((leaf) => leafHash(leaf)));

  it('has the root that the definition gives, however its leaves were appended', async () => {
    await fc.assert(fc.asyncProperty(hashes, fc.integer({ min: 1, max: 20 }), async (list, batch) => {
      const log = aLog(list, batch);
      expect(hex(log.root)).toBe(hex(treeHash(list)));
      for (let size = 0; size <= list.length; size += 1) expect(hex(await readRoot(size, log.read))).toBe(hex(treeHash(list.slice(0, size))));
      expect(new Set(log.nodes.map((node) => `${node.level}/${node.index}`)).size).toBe(log.nodes.length);
    }), { numRuns: 20 });
  });

  it('proves every leaf in every size, and consistency between any two sizes', async () => {
    const list = Array.from({ length: 40 }, (_, at) => leafHash(`leaf ${at}`));
    const { read } = aLog(list);
    for (let size = 1; size <= list.length; size += 1) {
      const root = treeHash(list.slice(0, size));
      for (let index = 0; index < size; index += 1) {
        expect([index, size, verifyInclusion(list[index]!, index, size, await readProof(inclusionPlan(index, size), read), root)]).toEqual([index, size, true]);
      }
      for (let first = 0; first <= size; first += 1) {
        const proof = await readProof(consistencyPlan(first, size), read);
        expect([first, size, verifyConsistency(first, treeHash(list.slice(0, first)), size, root, proof)]).toEqual([first, size, true]);
      }
    }
  });

  it('accepts no inclusion proof with a flipped bit, another place, or a hash too many or too few', async () => {
    await fc.assert(fc.asyncProperty(hashes, fc.nat(), fc.nat(), fc.nat(), async (list, a, b, bit) => {
      const size = 1 + (a % list.length);
      const index = b % size;
      const root = treeHash(list.slice(0, size));
      const proof = await readProof(inclusionPlan(index, size), aLog(list).read);
      const parts = [list[index]!, root, ...proof];
      expect(verifyInclusion(parts[0]!, index, size, parts.slice(2), parts[1]!)).toBe(true);
      for (const [leaf, changedRoot, ...changedProof] of everyFlip(parts, bit)) expect(verifyInclusion(leaf!, index, size, changedProof, changedRoot!)).toBe(false);
      const others = list.slice(0, size).map((hash, at) => [at, hash] as const).filter(([, hash]) => !hash.equals(list[index]!));
      for (const [at, hash] of others) {
        expect(verifyInclusion(hash, index, size, proof, root)).toBe(false);
        expect(verifyInclusion(list[index]!, at, size, proof, root)).toBe(false);
      }
      expect(verifyInclusion(list[index]!, index, size, [...proof, root], root)).toBe(false);
      if (proof.length > 0) expect(verifyInclusion(list[index]!, index, size, proof.slice(0, -1), root)).toBe(false);
    }), { numRuns: 60 });
  });

  it('accepts no consistency proof with a flipped bit, other sizes, or a hash too many or too few', async () => {
    await fc.assert(fc.asyncProperty(hashes, fc.nat(), fc.nat(), fc.nat(), async (list, a, b, bit) => {
      const second = 1 + (a % list.length);
      const first = 1 + (b % second);
      const parts = [treeHash(list.slice(0, first)), treeHash(list.slice(0, second)), ...(await readProof(consistencyPlan(first, second), aLog(list).read))];
      const verify = ([old, now, ...proof]: Buffer[]) => verifyConsistency(first, old!, second, now!, proof);
      expect(verify(parts)).toBe(true);
      for (const changed of everyFlip(parts, bit)) expect(verify(changed)).toBe(false);
      expect(verify([...parts, parts[1]!])).toBe(false);
      if (parts.length > 2) expect(verify(parts.slice(0, -1))).toBe(false);
      expect(verifyConsistency(second, parts[1]!, first, parts[0]!, parts.slice(2))).toBe(first === second);
    }), { numRuns: 60 });
  });

  it('asks once, for no node twice', async () => {
    const asked: string[][] = [];
    const log = aLog(Array.from({ length: 100 }, (_, at) => leafHash(`${at}`)));
    const read: NodeReader = (nodes) => (asked.push(nodes.map((node) => `${node.level}/${node.index}`)), log.read(nodes));
    await readProof(inclusionPlan(77, 99), read);
    await readProof(consistencyPlan(33, 99), read);
    await readRoot(99, read);
    await readRoot(0, read);
    expect(asked.map((nodes) => [nodes.length, new Set(nodes).size])).toEqual([[8, 8], [10, 10], [4, 4]]);
  });

  it('reckons beyond 32 bits', async () => {
    // All leaves alike: then a complete subtree depends on its level only, and a huge tree needs no storage.
    const levels = [leafHash('same')];
    for (let level = 1; level <= 53; level += 1) levels.push(nodeHash(levels[level - 1]!, levels[level - 1]!));
    const read: NodeReader = (nodes) => Promise.resolve(nodes.map((node) => ({ ...node, hash: levels[node.level]! })));
    await fc.assert(fc.asyncProperty(fc.maxSafeNat(), fc.maxSafeNat(), async (a, b) => {
      const size = Math.max(a, b, 1);
      const first = Math.max(1, Math.min(a, b));
      const root = await readRoot(size, read);
      expect(verifyInclusion(levels[0]!, first - 1, size, await readProof(inclusionPlan(first - 1, size), read), root)).toBe(true);
      expect(verifyConsistency(first, await readRoot(first, read), size, root, await readProof(consistencyPlan(first, size), read))).toBe(true);
      if (size < Number.MAX_SAFE_INTEGER) expect(append(size, await read(peaks(size)), [levels[0]!]).root).toEqual(await readRoot(size + 1, read));
    }));
  });

  it('refuses what cannot be', async () => {
    expect(() => inclusionPlan(3, 3)).toThrow(new RangeError('no leaf 3 in a tree of 3'));
    expect(() => inclusionPlan(-1, 3)).toThrow(new RangeError('index must be a whole number from 0, got -1'));
    expect(() => consistencyPlan(4, 3)).toThrow(new RangeError('a tree of 3 leaves does not begin with 4'));
    expect(() => peaks(1.5)).toThrow(new RangeError('size must be a whole number from 0, got 1.5'));
    expect(() => append(3, [], [])).toThrow(new Error('the log has no node at level 1, index 0'));
    await expect(readRoot(3, () => Promise.resolve([{ level: 1, index: 0, hash: emptyRoot }]))).rejects.toThrow(new Error('the log has no node at level 0, index 2'));
    expect(verifyInclusion(emptyRoot, 0, 0, [], emptyRoot)).toBe(false);
    expect(verifyInclusion(emptyRoot, 0.5, 1, [], emptyRoot)).toBe(false);
    expect(verifyInclusion(Buffer.from('short'), 0, 1, [], Buffer.from('short'))).toBe(false);
    expect(verifyConsistency(0, bytes(l0), 0, bytes(l0), [])).toBe(false);
    expect(verifyConsistency(0, bytes(l0), 1, bytes(l0), [])).toBe(false);
    expect(verifyConsistency(3, bytes(l0), 5, bytes(l0), [])).toBe(false);
  });
});

/** The definition in RFC 6962, 2.1, word for word: the judge of everything above. */
function treeHash(list: Buffer[]): Buffer {
  if (list.length === 0) return emptyRoot;
  if (list.length === 1) return list[0]!;
  const k = 2 ** Math.floor(Math.log2(list.length - 1));
  return nodeHash(treeHash(list.slice(0, k)), treeHash(list.slice(k)));
}

function aLog(list: Buffer[], batch = list.length): { nodes: StoredNode[]; root: Buffer; read: NodeReader } {
  const stored = new Map<string, StoredNode>();
  const find = (wanted: readonly { level: number; index: number }[]) => wanted.map((node) => stored.get(`${node.level}/${node.index}`)!);
  const nodes: StoredNode[] = [];
  let root = emptyRoot;
  for (let size = 0; size < list.length; size += batch) {
    const step = append(size, find(peaks(size)).reverse(), list.slice(size, size + batch));
    root = step.root;
    nodes.push(...step.nodes);
    for (const node of step.nodes) stored.set(`${node.level}/${node.index}`, node);
  }
  // Answers out of order, as a database may.
  return { nodes, root, read: (wanted) => Promise.resolve(find(wanted).reverse()) };
}

function* everyFlip(parts: Buffer[], bit: number): Generator<Buffer[]> {
  for (const at of parts.keys()) {
    const changed = parts.map((part) => Buffer.from(part));
    changed[at]![(bit >> 3) % 32]! ^= 1 << (bit & 7);
    yield changed;
  }
}

const hex = (hash: Buffer) => hash.toString('hex');
const bytes = (text: string) => Buffer.from(text, 'hex');
