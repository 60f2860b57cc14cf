import { sha256 } from './canonical';

/**
 * The tree of RFC 6962, kept as its complete subtrees: node (level, index) covers the 2^level leaves that start at
 * index * 2^level, and once written never changes. A plan lists the nodes a proof needs, so that the database is
 * asked once; the hashes are computed afterwards.
 */
export interface TreeNode {
  level: number;
  index: number;
}

export interface StoredNode extends TreeNode {
  hash: Buffer;
}

/** One list for each hash of a proof: the complete subtrees, left to right, that together make this hash. */
export type Plan = readonly (readonly TreeNode[])[];

/** Gives the stored nodes asked for, in any order. */
export type NodeReader = (nodes: readonly TreeNode[]) => Promise<readonly StoredNode[]>;

const LEAF_PREFIX = Buffer.of(0);
const NODE_PREFIX = Buffer.of(1);

/** Root of a log without records: SHA-256 of nothing. */
export const emptyRoot: Buffer = sha256();

export function leafHash(leaf: string | Uint8Array): Buffer {
  return sha256(LEAF_PREFIX, leaf);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(NODE_PREFIX, left, right);
}

/** Nodes to read for the root of the first `size` leaves, and for appending behind them: the peaks. At most 53. */
export function peaks(size: number): TreeNode[] {
  assertCount(size, 'size');
  return completeSubtrees(0, size);
}

/** Nodes to read for the proof that leaf `index` is in the tree of `size` leaves (RFC 6962, 2.1.1). */
export function inclusionPlan(index: number, size: number): Plan {
  assertCount(size, 'size');
  assertCount(index, 'index');
  if (index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  return path(index, 0, size);
}

/** Nodes to read for the proof that the tree of `second` leaves begins with the tree of `first` (RFC 6962, 2.1.2). */
export function consistencyPlan(first: number, second: number): Plan {
  assertCount(first, 'first');
  assertCount(second, 'second');
  if (first > second) throw new RangeError(`a tree of ${second} leaves does not begin with ${first}`);
  return first === 0 ? [] : subproof(first, 0, second, true);
}

/** Root of the tree whose peaks these are. */
export async function readRoot(size: number, read: NodeReader): Promise<Buffer> {
  const nodes = peaks(size);
  if (nodes.length === 0) return emptyRoot;
  const [root] = await readProof([nodes], read);
  return root!;
}

/** The hashes of a planned proof, after one call of `read`. Throws if a node is missing: the log is damaged. */
export async function readProof(plan: Plan, read: NodeReader): Promise<Buffer[]> {
  const nodes = plan.flat();
  const stored = nodes.length === 0 ? [] : await read(nodes);
  const hashes = hashesByNode(stored);
  return plan.map((subtrees) => fold(subtrees.map((node) => found(hashes, node))));
}

/**
 * Appends leaves to a tree of `size`, given its stored `peaks(size)` in any order.
 * Returns the nodes to insert, and the root and size afterwards. Throws if a peak is missing: the log is damaged.
 */
export function append(size: number, stored: readonly StoredNode[], leafHashes: readonly Buffer[]): { nodes: StoredNode[]; root: Buffer; size: number } {
  const hashes = hashesByNode(stored);
  const open = peaks(size).map((node) => ({ ...node, hash: found(hashes, node) }));

  const nodes: StoredNode[] = [];
  leafHashes.forEach((hash, at) => {
    let node: StoredNode = { level: 0, index: size + at, hash };
    nodes.push(node);
    while (node.index % 2 === 1) {
      const left = open.pop()!;
      node = { level: node.level + 1, index: (node.index - 1) / 2, hash: nodeHash(left.hash, node.hash) };
      nodes.push(node);
    }
    open.push(node);
  });
  const root = open.length === 0 ? emptyRoot : fold(open.map((node) => node.hash));
  return { nodes, root, size: size + leafHashes.length };
}

function path(leaf: number, start: number, end: number): TreeNode[][] {
  if (end - start === 1) return [];
  const middle = split(start, end);
  return leaf < middle
    ? [...path(leaf, start, middle), completeSubtrees(middle, end)]
    : [...path(leaf, middle, end), completeSubtrees(start, middle)];
}

/** `whole`: the range is the old tree itself, whose root the reader has already. */
function subproof(first: number, start: number, end: number, whole: boolean): TreeNode[][] {
  if (first === end) return whole ? [] : [completeSubtrees(start, end)];
  const middle = split(start, end);
  return first <= middle
    ? [...subproof(first, start, middle, whole), completeSubtrees(middle, end)]
    : [...subproof(first, middle, end, false), completeSubtrees(start, middle)];
}

/** Where RFC 6962 cuts a range: after the largest power of two that is smaller than its width. */
function split(start: number, end: number): number {
  let width = 1;
  while (width * 2 < end - start) width *= 2;
  return start + width;
}

/** Covers [start, end), whose start is aligned as the cuts of RFC 6962 leave it, by its largest complete subtrees. */
function completeSubtrees(start: number, end: number): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let from = start; from < end; ) {
    let level = 0;
    let width = 1;
    while (width * 2 <= end - from) {
      width *= 2;
      level += 1;
    }
    nodes.push({ level, index: from / width });
    from += width;
  }
  return nodes;
}

function fold(hashes: readonly Buffer[]): Buffer {
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}

function nodeKey(node: TreeNode): string {
  return `${node.level}/${node.index}`;
}

function hashesByNode(stored: readonly StoredNode[]): ReadonlyMap<string, Buffer> {
  return new Map(stored.map((node) => [nodeKey(node), node.hash]));
}

function found(hashes: ReadonlyMap<string, Buffer>, node: TreeNode): Buffer {
  const hash = hashes.get(nodeKey(node));
  if (hash?.length !== 32) throw new Error(`the log has no node at level ${node.level}, index ${node.index}`);
  return hash;
}

function assertCount(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} must be a whole number from 0, got ${value}`);
}
