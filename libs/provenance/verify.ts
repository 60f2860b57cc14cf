import { openCheckpoint, type Checkpoint } from './checkpoint';
import { commitment, contentDigest, type ContentManifest } from './content';
import { hashOfLeaf } from './leaf';
import { verifyInclusion } from './merkle.verify';
import { receiptProblems, type Receipt } from './receipt';

/** One thing a receipt claims, and what became of it. `not_checked` says in its sentence why. */
export interface ReceiptCheck {
  what: 'form' | 'checkpoint' | 'inclusion' | 'position' | 'time' | 'commitment' | 'content';
  result: 'passed' | 'failed' | 'not_checked';
  sentence: string;
}

/**
 * Checks a receipt with nothing but the log's public key: no server, no database, no clock. Content that the receipt
 * carries is checked with it; give what it does not carry to see that the receipt is about it. Never throws; a receipt holds when no check failed.
 */
export function verifyReceipt(receipt: unknown, publicKey: string, content?: ContentManifest): ReceiptCheck[] {
  const problems = receiptProblems(receipt);
  if (problems.length > 0) return [failed('form', `This is not a receipt: ${problems.join('; ')}.`)];
  const sound = receipt as Receipt;
  const { check, checkpoint } = checkCheckpoint(sound, publicKey);
  return [
    passed('form', 'The receipt is complete and well formed.'),
    check,
    checkInclusion(sound, checkpoint),
    checkPosition(sound),
    checkTime(sound),
    checkCommitment(sound),
    ...contentsOf(sound, content).map((one) => checkContent(sound, one)),
  ];
}

/** True when nothing failed and the log itself was checked. */
export function receiptHolds(checks: readonly ReceiptCheck[]): boolean {
  return checks.every((check) => check.result !== 'failed') && checks.some((check) => check.what === 'inclusion' && check.result === 'passed');
}

/**
 * What `cli verify` does, on texts: the receipt file, the public key, and the content manifest if there is one.
 * `lines` is the report for a person; the exit status follows `holds`.
 */
export function verifyReceiptFile(receiptText: string, publicKey: string, contentText?: string): { holds: boolean; checks: ReceiptCheck[]; lines: string[] } {
  const receipt = parseJson(receiptText);
  const content = contentText === undefined ? undefined : parseJson(contentText);
  // The file may hold anything: what is no manifest is refused when its digest is made.
  const checks = receipt === notJson ? [failed('form', 'The receipt is not JSON.')] : verifyReceipt(receipt, publicKey.trim(), content as ContentManifest | undefined);
  const holds = receiptHolds(checks);
  const mark = { passed: 'ok    ', failed: 'FAILED', not_checked: '-     ' };
  return { holds, checks, lines: [...checks.map((check) => `${mark[check.result]}  ${check.sentence}`), holds ? HOLDS : DOES_NOT_HOLD] };
}

// A log alone cannot show that everybody sees the same log, and a person should know it.
const HOLDS = 'The receipt holds. To be sure that others see the same log, compare its checkpoint with one they were given.';
const DOES_NOT_HOLD = 'The receipt does not hold.';

function checkCheckpoint(receipt: Receipt, publicKey: string): { check: ReceiptCheck; checkpoint?: Checkpoint } {
  try {
    const checkpoint = openCheckpoint(receipt.checkpoint, publicKey);
    return { checkpoint, check: passed('checkpoint', `The checkpoint is signed by ${checkpoint.origin}: a log of ${checkpoint.size} records.`) };
  } catch (error) {
    return { check: failed('checkpoint', `The checkpoint cannot be trusted. ${wordsOf(error)}`) };
  }
}

function checkInclusion(receipt: Receipt, checkpoint: Checkpoint | undefined): ReceiptCheck {
  if (checkpoint === undefined) return notChecked('inclusion', 'Whether the log holds the record was not checked, for want of a trusted checkpoint.');
  const proof = receipt.inclusionProof.map((hash) => Buffer.from(hash, 'hex'));
  return verifyInclusion(hashOfLeaf(receipt.leaf), receipt.index, checkpoint.size, proof, checkpoint.root)
    ? passed('inclusion', `The log holds this record of ${receipt.leaf.subject} (${receipt.leaf.type}) at position ${receipt.index}.`)
    : failed('inclusion', `The log of this checkpoint does not hold this record at position ${receipt.index}.`);
}

function checkPosition({ index, leaf }: Receipt): ReceiptCheck {
  return index === leaf.seq
    ? passed('position', `The record itself names position ${leaf.seq}.`)
    : failed('position', `The receipt says position ${index}, the record says ${leaf.seq}.`);
}

function checkTime({ serverTime, leaf }: Receipt): ReceiptCheck {
  return serverTime === leaf.receivedAt
    ? passed('time', `It was received at ${leaf.receivedAt} by the server's clock.`)
    : failed('time', `The receipt says it was received at ${serverTime}, the record says ${leaf.receivedAt}.`);
}

function checkCommitment({ salt, contentDigest: digest, leaf }: Receipt): ReceiptCheck {
  return commitment(Buffer.from(salt, 'hex'), Buffer.from(digest, 'hex')).toString('hex') === leaf.commitment
    ? passed('commitment', `The record commits to content with the digest ${digest}.`)
    : failed('commitment', `The record does not commit to content with the digest ${digest}.`);
}

/** What it carries and what was given beside it; nothing is said once, too. */
function contentsOf({ content: carried }: Receipt, given: ContentManifest | undefined): (ContentManifest | undefined)[] {
  const all = [carried, given].filter((one) => one !== undefined);
  return all.length > 0 ? all : [undefined];
}

function checkContent(receipt: Receipt, content: ContentManifest | undefined): ReceiptCheck {
  if (content === undefined) return notChecked('content', 'The content itself was not given, so only its digest was checked.');
  try {
    return contentDigest(content).toString('hex') === receipt.contentDigest
      ? passed('content', 'The content is what the receipt was given for.')
      : failed('content', 'The content is not what the receipt was given for.');
  } catch (error) {
    return failed('content', `The content is not a manifest of fields and files: ${wordsOf(error)}.`);
  }
}

const passed = (what: ReceiptCheck['what'], sentence: string): ReceiptCheck => ({ what, result: 'passed', sentence });
const failed = (what: ReceiptCheck['what'], sentence: string): ReceiptCheck => ({ what, result: 'failed', sentence });
const notChecked = (what: ReceiptCheck['what'], sentence: string): ReceiptCheck => ({ what, result: 'not_checked', sentence });

const notJson = Symbol('not JSON');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return notJson;
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
