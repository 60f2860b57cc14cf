import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { verifyReceiptFile } from '@app/provenance';

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('check a receipt offline: no server, no database')
    .argument('<receipt>', 'the receipt as JSON')
    .requiredOption('--key <key>', 'public key of the log, as text or in a file')
    .option('--content <file>', 'the manifest of what was handed in, as JSON')
    .action((receipt: string, { key, content }: { key: string; content?: string }) => {
      const publicKey = key.includes('+') ? key : readFileSync(key, 'utf8');
      const { holds, lines } = verifyReceiptFile(readFileSync(receipt, 'utf8'), publicKey.trim(), content && readFileSync(content, 'utf8'));
      process.stdout.write(`${lines.join('\n')}\n`);
      process.exitCode = holds ? 0 : 1;
    });
}
