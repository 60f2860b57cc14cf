import { verifyReceiptFile } from '@app/provenance';
import type { TestApp } from './app';

/** What `guildhall verify` says about a receipt as HTTP returned it, and of how many bytes of it a flip went unnoticed. */
export async function offline(app: TestApp, receipt: object): Promise<{ holds: boolean; isWhole: boolean; unnoticed: number[] }> {
  const { text: key } = await app.http().get('/api/v1/log/public-key').expect(200);
  const text = JSON.stringify(receipt);
  const { holds, checks } = verifyReceiptFile(text, key);
  const places = Array.from({ length: text.length }, (_, at) => at).filter((at) => at % 5 === 0);
  return { holds, isWhole: checks.every(({ result }) => result === 'passed'), unnoticed: places.filter((at) => verifyReceiptFile(flipped(text, at), key).holds) };
}

/** All of it was checked, and nothing in it can be otherwise. */
export const provenOffline = { holds: true, isWhole: true, unnoticed: [] };

function flipped(text: string, at: number): string {
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
}
