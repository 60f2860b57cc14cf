import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import forge from 'node-forge';
import { BadSetting, type Config } from '@app/platform';

/** What the platform seals PDF files with: an RSA key, its certificate, and those that vouch for it. */
export interface SealCertificate {
  key: string;
  certificate: X509Certificate;
  /** The certificate first. */
  chain: readonly X509Certificate[];
}

const lasts = 10 * 365 * 24 * 60 * 60 * 1000;

/** That of PDF_CERTIFICATE; outside production one is made once, and kept with the files. @throws BadSetting */
export function sealCertificate({ pdfCertificate, pdfCertificatePassword, publicUrl, dataDir }: Pick<Config, 'pdfCertificate' | 'pdfCertificatePassword' | 'publicUrl' | 'dataDir'>): SealCertificate {
  if (pdfCertificate === undefined) return readCertificate(keptCertificate(join(dataDir, 'pdf-certificate.p12'), new URL(publicUrl).host), '');
  const read = readSetting(pdfCertificate, pdfCertificatePassword);
  requireValid(read, new Date());
  return read;
}

/** A process may run for longer than its certificate. @throws BadSetting */
export function requireValid({ certificate }: Pick<SealCertificate, 'certificate'>, now: Date): void {
  const validTo = new Date(certificate.validTo);
  if (validTo < now) throw new BadSetting(`PDF_CERTIFICATE holds a certificate that was valid until ${validTo.toISOString()}; a new one is needed.`);
}

/** A new key, its certificate and an issuer that whoever wants to check seals trusts once; the issuer's own key is not kept. PKCS#12. */
export function createCertificate(host: string): Buffer {
  const [root, own] = [newKeys(), newKeys()];
  const issuer = certificateOf(`Guildhall at ${host}, issuer`, root.publicKey, `Guildhall at ${host}, issuer`, [
    { name: 'basicConstraints', cA: true, critical: true }, { name: 'keyUsage', keyCertSign: true, critical: true }, { name: 'subjectKeyIdentifier' },
  ]);
  const certificate = certificateOf(`Guildhall at ${host}`, own.publicKey, `Guildhall at ${host}, issuer`, [
    { name: 'basicConstraints', cA: false, critical: true }, { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, critical: true }, { name: 'subjectKeyIdentifier' },
  ]);
  for (const one of [issuer, certificate]) one.sign(root.privateKey, forge.md.sha256.create());
  return Buffer.from(forge.asn1.toDer(forge.pkcs12.toPkcs12Asn1(own.privateKey, [certificate, issuer], '', { algorithm: 'aes256' })).getBytes(), 'binary');
}

function newKeys(): forge.pki.rsa.KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  return { privateKey: forge.pki.privateKeyFromPem(privateKey), publicKey: forge.pki.publicKeyFromPem(publicKey) };
}

function certificateOf(name: string, publicKey: forge.pki.rsa.PublicKey, issuer: string, extensions: object[]): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  certificate.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(15))}`;
  certificate.validity.notBefore = new Date();
  certificate.validity.notAfter = new Date(Date.now() + lasts);
  certificate.setSubject([{ name: 'commonName', value: name }]);
  certificate.setIssuer([{ name: 'commonName', value: issuer }]);
  certificate.setExtensions(extensions);
  return certificate;
}

/** Made by whichever process needs it first; making one takes seconds. */
function keptCertificate(path: string, host: string): Buffer {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    try {
      writeFileSync(path, createCertificate(host), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return readFileSync(path);
}

function bytesOf(setting: string): Buffer {
  const isBase64 = setting.length > 1000 && /^[A-Za-z0-9+/]+=*$/.test(setting);
  return isBase64 ? Buffer.from(setting, 'base64') : readFileSync(setting);
}

/** @throws BadSetting */
function readSetting(setting: string, password: string): SealCertificate {
  try {
    return readCertificate(bytesOf(setting), password);
  } catch {
    throw new BadSetting('PDF_CERTIFICATE must be a PKCS#12 file with an RSA key and its certificate, or its path, that PDF_CERTIFICATE_PASSWORD opens.');
  }
}

function readCertificate(bytes: Buffer, password: string): SealCertificate {
  const p12 = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(forge.util.createBuffer(bytes.toString('binary'))), password);
  const bags = (type: string) => p12.getBags({ bagType: type })[type] ?? [];
  const key = [...bags(forge.pki.oids.pkcs8ShroudedKeyBag!), ...bags(forge.pki.oids.keyBag!)][0]?.key as forge.pki.rsa.PrivateKey | undefined;
  const certificates = bags(forge.pki.oids.certBag!).map(({ cert }) => cert!);
  const own = certificates.find((one) => (one.publicKey as forge.pki.rsa.PublicKey).n.equals(key!.n));
  const chain = [own!, ...certificates.filter((one) => one !== own)].map((one) => new X509Certificate(forge.pki.certificateToPem(one)));
  return { key: forge.pki.privateKeyToPem(key!), certificate: chain[0]!, chain };
}
