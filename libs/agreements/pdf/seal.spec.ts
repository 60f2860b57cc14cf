import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadSetting } from '@app/platform';
import { createCertificate, requireValid, type SealCertificate, sealCertificate } from './certificate';
import { agreementPdf, type Evidence } from './document';
import { seal } from './seal';

const tools = ['pdfsig', 'certutil', 'pdffonts', 'pdftotext'].filter((tool) => spawnSync(tool, ['--help']).error);
if (tools.length > 0) console.warn(`skipped: ${tools.join(', ')} of poppler-utils and libnss3-tools missing`);

const hash = 'ab'.repeat(32);
const evidence = (side: Evidence['side'], name: string, record: number): Evidence => ({ side, organisation: `${side} GmbH`, name, account: 'Ada', signedAt: new Date('2026-05-01T10:00:00.000Z'), hash, record });
const document = {
  id: 'agr_1', title: 'Agreement: Less waste', platform: 'guildhall.example', hash, inForceAt: new Date('2026-05-02T10:00:00.000Z'),
  text: `# Agreement on “First place”\n\nMade today.\n\n${Array.from({ length: 30 }, (_, at) => `## ${at + 1}. Section\n\nText of it.\n- A point\n- Łódź, Δελφοί, Москва, Nguyễn\n`).join('\n')}`,
  sponsor: 'Bakery', signatures: [evidence('recipient', 'Zoë Łukasz', 41), evidence('sponsor', 'Δημήτρης', 42)],
};

describe('a sealed document', () => {
  let dir: string;
  let certificate: SealCertificate;
  let sealed: Buffer;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'guildhall-seal-'));
    certificate = sealCertificate({ pdfCertificate: undefined, pdfCertificatePassword: '', publicUrl: 'https://guildhall.example', dataDir: dir });
    sealed = await seal(await agreementPdf(document), certificate);
    if (tools.length > 0) return;
    writeFileSync(join(dir, 'issuer.pem'), certificate.chain.at(-1)!.toString());
    execFileSync('certutil', ['-N', '-d', `sql:${dir}`, '--empty-password']);
    execFileSync('certutil', ['-A', '-d', `sql:${dir}`, '-n', 'issuer', '-t', 'C,C,C', '-i', join(dir, 'issuer.pem')]);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const told = (tool: string, bytes: Buffer, ...options: string[]) => {
    writeFileSync(join(dir, 'out.pdf'), bytes);
    const { stdout } = spawnSync(tool, [...options, join(dir, 'out.pdf'), ...(tool === 'pdftotext' ? ['-'] : [])], { encoding: 'utf8' });
    return stdout;
  };
  const whenTools = tools.length > 0 ? it.skip : it;

  whenTools('is valid, trusted and whole to others', () => {
    const text = told('pdfsig', sealed, '-nssdir', dir);
    expect(text).toContain('Signature Validation: Signature is Valid.');
    expect(text).toContain('Certificate Validation: Certificate is Trusted.');
    expect(text).toContain('Total document signed');
    expect(text).toContain('ETSI.CAdES.detached');
    expect(text).toContain('Guildhall at guildhall.example');
  });

  whenTools('shows every byte that was turned', () => {
    for (const part of [0.1, 0.5, 0.9]) {
      const forged = Buffer.from(sealed);
      const at = Math.floor(sealed.indexOf('/ByteRange') * part);
      forged[at] = forged[at]! ^ 1;
      expect(told('pdfsig', forged, '-nssdir', dir)).not.toContain('Signature is Valid');
    }
    expect(told('pdfsig', Buffer.concat([sealed, Buffer.from('\n% more\n')]), '-nssdir', dir)).not.toContain('Total document signed');
  });

  whenTools('carries its fonts, its text and its evidence', () => {
    const fonts = told('pdffonts', sealed).split('\n').slice(2).filter(Boolean);
    expect(fonts.length).toBeGreaterThan(2);
    expect(fonts.filter((line) => !/ yes yes yes /.test(line))).toEqual([]);
    const text = told('pdftotext', sealed);
    for (const part of ['Agreement on “First place”', 'Łódź, Δελφοί, Москва, Nguyễn', '30. Section', 'Zoë Łukasz', 'Δημήτρης', '2026-05-01T10:00:00.000Z', '41', hash, 'Page 1 of']) expect(text).toContain(part);
  });

  it('is sealed with the certificate that was made once, readable by nobody else', () => {
    const path = join(dir, 'pdf-certificate.p12');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = sealCertificate({ pdfCertificate: path, pdfCertificatePassword: '', publicUrl: 'https://other.example', dataDir: dir });
    const inline = sealCertificate({ pdfCertificate: readFileSync(path).toString('base64'), pdfCertificatePassword: '', publicUrl: 'https://other.example', dataDir: dir });
    expect([again.certificate.fingerprint256, inline.certificate.fingerprint256]).toEqual([certificate.certificate.fingerprint256, certificate.certificate.fingerprint256]);
  });

  it.each([['a path to nothing', '/nowhere/seal.p12'], ['what is no base64', 'rubbish'], ['base64 of something else', Buffer.from('rubbish'.repeat(200)).toString('base64')]])('cannot be made with %s', (_what, pdfCertificate) => {
    expect(() => sealCertificate({ pdfCertificate, pdfCertificatePassword: '', publicUrl: 'https://a.example', dataDir: dir })).toThrow(BadSetting);
  });

  it('is refused from the moment its certificate has run out', () => {
    const settings = { pdfCertificate: join(dir, 'pdf-certificate.p12'), pdfCertificatePassword: '', publicUrl: 'https://a.example', dataDir: dir };
    const validTo = new Date(certificate.certificate.validTo);
    const at = (ms: number) => () => {
      jest.useFakeTimers({ now: validTo.getTime() + ms });
      try {
        return sealCertificate(settings).certificate.fingerprint256;
      } finally {
        jest.useRealTimers();
      }
    };
    expect(at(-1000)()).toBe(certificate.certificate.fingerprint256);
    expect(() => requireValid(certificate, validTo)).not.toThrow();
    expect(() => requireValid(certificate, new Date(validTo.getTime() + 1))).toThrow(BadSetting);
    expect(at(1000)).toThrow(new BadSetting(`PDF_CERTIFICATE holds a certificate that was valid until ${validTo.toISOString()}; a new one is needed.`));
  });

  it('asks for the right password', () => {
    const pdfCertificate = createCertificate('a.example').toString('base64');
    expect(() => sealCertificate({ pdfCertificate, pdfCertificatePassword: 'other', publicUrl: 'https://a.example', dataDir: dir })).toThrow(BadSetting);
  });
});
