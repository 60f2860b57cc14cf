import type { Command } from 'commander';
import { verifyReceiptFile } from '@app/provenance';
import { readText } from './read-file';

/** `name+id+base64`; a path may hold a plus sign too. */
const keyAsText = /^[^+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/;

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('check a receipt offline: no server, no database')
    .argument('<receipt>', 'the receipt as JSON')
    .requiredOption('--key <key>', 'public key of the log, as text or in a file')
    .option('--content <file>', 'the manifest of what was handed in, as JSON')
    .action((receipt: string, { key, content }: { key: string; content?: string }) => {
      const publicKey = keyAsText.test(key.trim()) ? key : readText(key);
      const { holds, lines } = verifyReceiptFile(readText(receipt), publicKey, content && readText(content));
      process.stdout.write(`${lines.join('\n')}\n`);
      process.exitCode = holds ? 0 : 1;
    });
}
