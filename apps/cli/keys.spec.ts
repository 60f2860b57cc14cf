import { Command } from 'commander';
import { parseEnv } from 'node:util';
import { readConfig } from '@app/platform';
import { publicKeyOf } from '@app/provenance';
import { addKeys } from './keys';

async function keys(host: string): Promise<string> {
  const said: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean(said.push(String(text))));
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => void said.push(text) });
  addKeys(program);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync(['keys', host], { from: 'user' }).catch(() => undefined);
  } finally {
    write.mockRestore();
  }
  return said.join('');
}

it('makes keys that the settings take, other ones each time', async () => {
  const [first, second] = [await keys('guildhall.example'), await keys('guildhall.example')];
  const settings = parseEnv(first);
  const { secretsKeys, pdfCertificate } = readConfig({ ...settings, DATABASE_URL: 'postgres://127.0.0.1/x' } as NodeJS.ProcessEnv, 'test');
  expect(secretsKeys).toEqual([{ id: 'k1', key: expect.any(Buffer) }]);
  expect(pdfCertificate).toMatch(/^[A-Za-z0-9+/]{4000,}=*$/);
  expect(first).toContain(publicKeyOf(settings.LOG_SIGNING_KEY as string));
  expect(publicKeyOf(settings.LOG_SIGNING_KEY as string)).toMatch(/^guildhall\.example\/log\+/);
  expect(second).not.toBe(first);
});

it('a host no log can be named after', async () => {
  expect(await keys('a b')).toBe('No log can be named after a b.\n');
});
