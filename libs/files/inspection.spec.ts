import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Scan } from './file.scan';
import { acceptedTypes, typeByName } from './file.types';
import { Inspection } from './inspection';

const all = acceptedTypes.map(({ mediaType }) => mediaType);
const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n');
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fea72d1dd90000000049454e44ae426082', 'hex');
const jpeg = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.alloc(100)]);
const zip = Buffer.concat([Buffer.from('504b030414000000', 'hex'), Buffer.alloc(200)]);
const exe = Buffer.concat([Buffer.from('4d5a9000', 'hex'), Buffer.alloc(200)]);

async function inspect(name: string, content: Buffer, options: { most?: number; scans?: Scan[]; allowed?: string[]; cut?: number } = {}) {
  const type = typeByName(name, options.allowed ?? all);
  if (!type) return 'file_type_refused';
  const inspection = new Inspection(type, options.most ?? 1e6, options.scans ?? []);
  const cut = options.cut ?? 7;
  const pieces = Array.from({ length: Math.ceil(content.length / cut) }, (_, at) => content.subarray(at * cut, (at + 1) * cut));
  try {
    const passed = await buffer(pipeline(Readable.from(pieces, { objectMode: false }), inspection, () => undefined));
    return { same: passed.equals(content), size: inspection.size, sha256: inspection.sha256(), mediaType: type.mediaType };
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const passes = (content: Buffer, mediaType: string) => ({ same: true, size: content.length, sha256: createHash('sha256').update(content).digest('hex'), mediaType });

it.each([
  ['a.pdf', pdf, 'application/pdf'],
  ['A.PDF', pdf, 'application/pdf'],
  ['a.png', png, 'image/png'],
  ['a.jpeg', jpeg, 'image/jpeg'],
  ['a.txt', Buffer.from('Grüße, 世界\r\n\tand a tab 🙂'), 'text/plain'],
  ['a.csv', Buffer.from('a;b\n1;2\n'), 'text/csv'],
  ['a.zip', zip, 'application/zip'],
])('%s passes unchanged', async (name, content, mediaType) => expect(await inspect(name, content)).toEqual(passes(content, mediaType)));

it.each([
  ['a.exe', exe, 'file_type_refused'],
  ['a.svg', Buffer.from('<svg/>'), 'file_type_refused'],
  ['a.html', Buffer.from('<html>'), 'file_type_refused'],
  ['pdf', pdf, 'file_type_refused'],
  ['a.pdf', png, 'file_content_refused'],
  ['a.png', pdf, 'file_content_refused'],
  ['a.jpg', exe, 'file_content_refused'],
  ['a.pdf', Buffer.from('just text'), 'file_content_refused'],
  ['a.pdf', Buffer.concat([Buffer.alloc(3), pdf]), 'file_content_refused'],
  ['a.docx', zip, 'file_content_refused'],
  ['a.txt', pdf, 'file_content_refused'],
  ['a.txt', Buffer.from([0xff, 0xfe, 0x41, 0]), 'file_content_refused'],
  ['a.txt', Buffer.from([0x41, 0x00, 0x42]), 'file_content_refused'],
  ['a.txt', Buffer.from([0x41, 0xc3]), 'file_content_refused'],
  ['a.csv', Buffer.from([0xc0, 0x80]), 'file_content_refused'],
  ['a.csv', Buffer.from('a\x1b[31mred'), 'file_content_refused'],
  ['a.txt', Buffer.alloc(0), 'file_empty'],
  ['a.pdf', Buffer.alloc(0), 'file_empty'],
])('%s is refused (%#)', async (name, content, code) => expect(await inspect(name, content)).toBe(code));

it('refuses a type that is not allowed here', async () => expect(await inspect('a.zip', zip, { allowed: ['application/pdf'] })).toBe('file_type_refused'));

it('counts bytes, not promises', async () => {
  expect(await inspect('a.txt', Buffer.from('12345678'), { most: 8 })).toEqual(passes(Buffer.from('12345678'), 'text/plain'));
  expect(await inspect('a.txt', Buffer.from('123456789'), { most: 8 })).toBe('file_too_large');
});

it('tells text by strict UTF-8 however it is cut', async () => {
  const text = Buffer.from('ä€🙂'.repeat(30_000));
  for (const cut of [1009, 65_536]) expect(await inspect('a.txt', text, { cut })).toEqual(passes(text, 'text/plain'));
});

it('offers every byte to the scans, and lets them refuse', async () => {
  const seen: Buffer[] = [];
  const scan = (verdict: 'clean' | 'refused'): Scan => ({ push: (bytes) => void seen.push(bytes), verdict: () => Promise.resolve(verdict) });
  expect(await inspect('a.pdf', pdf, { scans: [scan('clean')] })).toEqual(passes(pdf, 'application/pdf'));
  expect(Buffer.concat(seen).equals(pdf)).toBe(true);
  expect(await inspect('a.pdf', pdf, { scans: [scan('clean'), scan('refused')] })).toBe('file_scan_refused');
});
