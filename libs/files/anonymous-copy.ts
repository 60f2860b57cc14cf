import { stripPdf } from './anonymous-pdf';

/**
 * The same file without what programs write into it about who made it: metadata, comments, previews, what follows its end.
 * What its author wrote for all to see stays. Undefined where that cannot be made sure.
 */
export function anonymousCopy(mediaType: string, bytes: Buffer): Buffer | undefined {
  switch (mediaType) {
    case 'text/plain':
    case 'text/csv':
      return bytes;
    case 'image/png':
      return stripPng(bytes);
    case 'image/jpeg':
      return stripJpeg(bytes);
    case 'application/pdf':
      return stripPdf(bytes);
    default:
      return undefined;
  }
}

/** Chunks without which a picture looks different; all others (tEXt, iTXt, zTXt, eXIf, tIME, private ones) go. */
const pngChunks = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'sRGB', 'sBIT', 'pHYs', 'bKGD']);

function stripPng(bytes: Buffer): Buffer | undefined {
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (end > bytes.length) return undefined;
    if (pngChunks.has(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IEND') return Buffer.concat(kept);
    at = end;
  }
  return undefined;
}

/** Segments a decoder needs, and JFIF and Adobe's, which tell how to read colours. Exif, XMP, IPTC, comments and what comes after the picture go. */
function stripJpeg(bytes: Buffer): Buffer | undefined {
  const kept = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isBare = marker === 0xd9 || (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01;
    if (isBare) return marker === 0xd9 ? Buffer.concat([...kept, bytes.subarray(at, at + 2)]) : undefined;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) return undefined;
    const isAboutAuthor = (marker >= 0xe1 && marker <= 0xef && marker !== 0xee) || marker === 0xfe;
    if (!isAboutAuthor) kept.push(bytes.subarray(at, end));
    at = end;
    if (marker === 0xda) {
      const scanEnds = endOfScan(bytes, at);
      kept.push(bytes.subarray(at, scanEnds));
      at = scanEnds;
    }
  }
  if (at + 2 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] === 0xd9) return Buffer.concat([...kept, bytes.subarray(at, at + 2)]);
  return undefined;
}

/** Entropy-coded bytes go on until a marker that is neither stuffing nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]!;
    if (next !== 0x00 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}
