import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { createCertificate } from '@app/agreements';
import { createLogKey, NoteError } from '@app/provenance';

export function addKeys(program: Command): void {
  program
    .command('keys')
    .description('make the keys of a new installation, as lines for its settings; keep a copy where no backup of the database is kept')
    .argument('<host>', 'the host people will use, as example.org: the log is named after it')
    .action((host: string) => {
      try {
        const { signingKey, publicKey } = createLogKey(`${host}/log`);
        const lines = [`SECRETS_KEYS=k1:${randomBytes(32).toString('base64')}`, `LOG_SIGNING_KEY=${signingKey}`, `PDF_CERTIFICATE=${createCertificate(host).toString('base64')}`, `# anyone may know this one, to verify receipts: ${publicKey}`];
        process.stdout.write(`${lines.join('\n')}\n`);
      } catch (error) {
        if (error instanceof NoteError) program.error(`No log can be named after ${host}.`);
        throw error;
      }
    });
}
