import { createHash, sign, type X509Certificate } from 'node:crypto';
import { SignPdf } from '@signpdf/signpdf';
import { DEFAULT_BYTE_RANGE_PLACEHOLDER, SIG_FLAGS, Signer, SUBFILTER_ETSI_CADES_DETACHED } from '@signpdf/utils';
import forge from 'node-forge';
import type { SealCertificate } from './certificate';

const { asn1 } = forge;
const { Class, Type } = asn1;
type Asn1 = forge.asn1.Asn1;

const oids = {
  data: '1.2.840.113549.1.7.1', signedData: '1.2.840.113549.1.7.2', contentType: '1.2.840.113549.1.9.3', messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47', sha256: '2.16.840.1.101.3.4.2.1', sha256WithRsa: '1.2.840.113549.1.1.11',
};

/** Bytes kept free for the signature: enough for a chain of several certificates. */
const room = 16_384;

/** Puts an empty signature into a document that is being written: invisible, on the page written last. */
export function reserveSeal(pdf: PDFKit.PDFDocument, about: { name: string; reason: string; at: Date }): void {
  const anywhere = DEFAULT_BYTE_RANGE_PLACEHOLDER;
  const signature = pdf.ref({
    Type: 'Sig', Filter: 'Adobe.PPKLite', SubFilter: SUBFILTER_ETSI_CADES_DETACHED, ByteRange: [0, anywhere, anywhere, anywhere], Contents: Buffer.alloc(room),
    Name: new String(about.name), Reason: new String(about.reason), M: about.at,
  });
  const field = pdf.ref({ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', T: new String('Seal'), F: 132, Rect: [0, 0, 0, 0], V: signature, P: pdf.page.dictionary });
  pdf.initForm();
  // neither is in the types of pdfkit
  const { page, _root: root } = pdf as unknown as { page: { annotations: unknown[] }; _root: { data: { AcroForm: { data: Record<string, unknown> } } } };
  page.annotations.push(field);
  Object.assign(root.data.AcroForm.data, { SigFlags: SIG_FLAGS.SIGNATURES_EXIST | SIG_FLAGS.APPEND_ONLY, Fields: [field], NeedAppearances: false });
  for (const part of [signature, field]) part.end(undefined);
}

/** Fills the empty signature: from now on no byte of the document can change unnoticed. */
export function seal(pdf: Buffer, certificate: SealCertificate): Promise<Buffer> {
  return new SignPdf().sign(pdf, new CadesSigner(certificate));
}

/** CAdES as PAdES asks for it: the attributes that are signed name the certificate, and the time stands in the document. */
class CadesSigner extends Signer {
  constructor(private readonly by: SealCertificate) {
    super();
  }

  override sign(content: Buffer): Promise<Buffer> {
    const { certificate, chain, key } = this.by;
    const attributes = [
      attribute(oids.contentType, oid(oids.data)),
      attribute(oids.messageDigest, octets(sha256(content))),
      attribute(oids.signingCertificateV2, sequence(sequence(sequence(octets(sha256(certificate.raw)), issuerSerial(certificate))))),
    ].sort((a, b) => Buffer.compare(der(a), der(b)));
    const signed = sign('sha256', der(set(...attributes)), key);
    const signer = sequence(number(1), issuerAndSerial(certificate), algorithm(oids.sha256), tagged(0, ...attributes), algorithm(oids.sha256WithRsa), octets(signed));
    const certificates = tagged(0, ...chain.map(({ raw }) => parsed(raw)));
    const data = sequence(number(1), set(algorithm(oids.sha256)), sequence(oid(oids.data)), certificates, set(signer));
    return Promise.resolve(der(sequence(oid(oids.signedData), tagged(0, data))));
  }
}

/** IssuerSerial of RFC 5035: the issuer as a directory name. */
function issuerSerial(certificate: X509Certificate): Asn1 {
  const [issuer, serial] = issuerAndSerial(certificate).value as Asn1[];
  return sequence(sequence(tagged(4, issuer!)), serial!);
}

function issuerAndSerial({ raw }: X509Certificate): Asn1 {
  const [body] = parsed(raw).value as Asn1[];
  const parts = body!.value as Asn1[];
  const isVersioned = parts[0]!.tagClass === Class.CONTEXT_SPECIFIC;
  const [serial, , issuer] = isVersioned ? parts.slice(1) : parts;
  return sequence(issuer!, serial!);
}

function attribute(type: string, value: Asn1): Asn1 {
  return sequence(oid(type), set(value));
}

function algorithm(type: string): Asn1 {
  return type === oids.sha256WithRsa ? sequence(oid(type), asn1.create(Class.UNIVERSAL, Type.NULL, false, '')) : sequence(oid(type));
}

const sequence = (...parts: Asn1[]) => asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, parts);
const set = (...parts: Asn1[]) => asn1.create(Class.UNIVERSAL, Type.SET, true, parts);
const tagged = (tag: number, ...parts: Asn1[]) => asn1.create(Class.CONTEXT_SPECIFIC, tag as forge.asn1.Type, true, parts);
const oid = (text: string) => asn1.create(Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(text).getBytes());
const octets = (bytes: Buffer) => asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, bytes.toString('binary'));
const number = (value: number) => asn1.create(Class.UNIVERSAL, Type.INTEGER, false, asn1.integerToDer(value).getBytes());
const der = (part: Asn1) => Buffer.from(asn1.toDer(part).getBytes(), 'binary');
const parsed = (bytes: Buffer) => asn1.fromDer(forge.util.createBuffer(bytes.toString('binary')));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
