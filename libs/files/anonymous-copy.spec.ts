import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { anonymousCopy } from './anonymous-copy';

const chunk = (type: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(typeof crc32 === 'function' ? crc32(body) : 0);
  return Buffer.concat([length, body, sum]);
};
const signature = Buffer.from('89504e470d0a1a0a', 'hex');
const [header, pixels, end] = [chunk('IHDR', Buffer.alloc(13, 1)), chunk('IDAT', deflateSync(Buffer.alloc(5))), chunk('IEND', Buffer.alloc(0))];

describe('PNG', () => {
  it('keeps the picture and nothing else', () => {
    const told = Buffer.concat([signature, header, chunk('tEXt', Buffer.from('Author\0Ada')), chunk('iTXt', Buffer.from('Ada')), chunk('eXIf', Buffer.from('Ada')), pixels, chunk('prVt', Buffer.from('Ada')), end, Buffer.from('Ada after the end')]);
    expect(anonymousCopy('image/png', told)).toEqual(Buffer.concat([signature, header, pixels, end]));
  });

  it.each([['cut off', Buffer.concat([signature, header, pixels.subarray(0, -3)])], ['no end', Buffer.concat([signature, header])]])('gives up on one that is %s', (_, bytes) => {
    expect(anonymousCopy('image/png', bytes)).toBeUndefined();
  });
});

describe('JPEG', () => {
  const segment = (marker: number, data: string) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, Buffer.from(data, 'latin1')]);
  };
  const [start, stop] = [Buffer.from('ffd8', 'hex'), Buffer.from('ffd9', 'hex')];
  const picture = [segment(0xe0, 'JFIF\0'), segment(0xdb, 'table'), segment(0xee, 'Adobe'), segment(0xc2, 'frame'), segment(0xda, 'scan'), Buffer.from('1234ff00ffd05678', 'hex'), segment(0xc4, 'next'), segment(0xda, 'scan'), Buffer.from('9abc', 'hex')];

  it('keeps the picture and nothing else', () => {
    const told = [start, segment(0xe1, 'Exif\0\0Ada'), ...picture.slice(0, 2), segment(0xed, 'IPTC Ada'), segment(0xfe, 'by Ada'), ...picture.slice(2), segment(0xfe, 'Ada'), stop, Buffer.from('Ada after the end')];
    expect(anonymousCopy('image/jpeg', Buffer.concat(told))).toEqual(Buffer.concat([start, ...picture, stop]));
  });

  it('gives up on one that is cut off', () => expect(anonymousCopy('image/jpeg', Buffer.concat([start, ...picture]))).toBeUndefined());
});

describe('PDF', () => {
  const pdf = (...objects: string[]) => Buffer.from(`%PDF-1.5\n${objects.map((object, at) => `${at + 1} 0 obj\n${object}\nendobj\n`).join('')}trailer<</Root 1 0 R/Info 2 0 R>>\n%%EOF`, 'latin1');
  const content = 'BT (Ada is what we write for all to see) Tj ET';
  const page = `<</Length ${content.length}>>\nstream\n${content}\nendstream`;
  const info = '<</Author (Ada \\(the \\) first) \\\\)/Creator(Ada)/Producer <416461>/Title\n(x(Ada)y)>>';

  it('blanks who made it, in place, and leaves what it says', () => {
    const original = pdf('<</Type/Catalog>>', info, page, '<</Type/Annot/T (Ada)/Contents(See here)>>', '<</Type/Metadata/Length 50>>\nstream\n<x:xmpmeta>Ada</x:xmpmeta>\nendstream');
    const copy = anonymousCopy('application/pdf', original)!;
    expect(copy.length).toBe(original.length);
    const text = copy.toString('latin1');
    expect(text.match(/Ada/g)).toHaveLength(1);
    expect(text).toContain(content);
    expect(text).toContain('/Contents(See here)');
    expect(text).not.toContain('416461');
  });

  it('looks into compressed objects', () => {
    const inner = `2 0 ${info}${' '.repeat(40)}<</Author(${'Ada '.repeat(50)})>>`;
    const packed = deflateSync(Buffer.from(inner)).toString('latin1');
    const original = pdf('<</Type/Catalog>>', `<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${packed.length}>>\nstream\n${packed}\nendstream`);
    const copy = anonymousCopy('application/pdf', original)!;
    const start = copy.indexOf('stream\n') + 7;
    const unpacked = inflateSync(copy.subarray(start, copy.indexOf('endstream'))).toString();
    expect(copy.length).toBe(original.length);
    expect(unpacked.length).toBe(inner.length);
    expect(unpacked).not.toMatch(/Ada|416461/);
  });

  it('blanks Exif of pictures inside', () => {
    const exif = `\xff\xd8\xff\xe1\x00\x0bExif\0\0Ada\xff\xdb`;
    const original = pdf('<</Type/Catalog>>', `<</Subtype/Image/Filter/DCTDecode/Length ${exif.length}>>\nstream\n${exif}\nendstream`);
    expect(anonymousCopy('application/pdf', original)!.toString('latin1')).toBe(original.toString('latin1').replace('Ada', '\0\0\0'));
  });

  it.each([
    ['encryption', '<</Encrypt 9 0 R>>'],
    ['a signature', '<</Type/Sig/ByteRange[0 1 2 3]/Contents<30>>>'],
    ['attachments', '<</Names<</EmbeddedFiles 4 0 R>>>>'],
    ['private data', '<</PieceInfo<<>>>>'],
    ['a name stored elsewhere', '<</Author 7 0 R>>'],
    ['unknown compression', '<</Type/ObjStm/Filter/LZWDecode/Length 3>>\nstream\nabc\nendstream'],
    ['broken compression', '<</Type/ObjStm/Filter/FlateDecode/Length 3>>\nstream\nabc\nendstream'],
    ['a stream without end', '<</Length 3>>\nstream\nabc'],
    ['a string without end', '<</Author (Ada'],
  ])('gives up on %s', (_, object) => expect(anonymousCopy('application/pdf', pdf('<</Type/Catalog>>', object))).toBeUndefined());
});

it('leaves text as it is, and knows nothing of other types', () => {
  expect(anonymousCopy('text/csv', Buffer.from('a;b'))).toEqual(Buffer.from('a;b'));
  expect(anonymousCopy('application/zip', Buffer.from('PK'))).toBeUndefined();
});
