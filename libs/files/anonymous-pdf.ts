import { deflateSync, inflateSync } from 'node:zlib';

/** A string under a name by which programs say who made a document, of what, and who commented on it or signed it. */
const telling = /\/(?:Author|Creator|Producer|Title|Subject|Keywords|Company|Manager|CreationDate|ModDate|SourceModified|LastModified|T|Contact|ContactInfo|Location|Reason|Name)(?![A-Za-z0-9_#])\s*(?=[(<])/g;
/** The same, where the string is stored as an object of its own. */
const tellingElsewhere = /\/(?:Author|Creator|Producer|Title|Subject|Keywords|Company|Manager|T|Contact|ContactInfo|Location|Reason|Name)(?![A-Za-z0-9_#])\s*\d+\s+\d+\s+R/;
/** Things that cannot be looked into, that carry whole other files, or that name who signed. */
const refused = /\/Encrypt\b|\/EmbeddedFiles?\b|\/PieceInfo\b|\/ByteRange\b/;

/**
 * Blanks what a PDF says about its author, byte for byte in place, so that every offset in it stays right: strings under the
 * keys above, XMP packets, Exif in pictures, and the same inside compressed objects. Undefined where it cannot be sure:
 * encrypted and signed files, attachments, private data of programs, names that are stored elsewhere, unknown compression.
 */
export function stripPdf(original: Buffer): Buffer | undefined {
  const bytes = Buffer.from(original);
  const streams = streamsOf(bytes);
  if (!streams || !blankStrings(bytes, gapsBetween(streams, bytes.length))) return undefined;
  for (const stream of streams) if (!blankStream(bytes, stream)) return undefined;
  blankExif(bytes);
  return bytes;
}

interface Range {
  start: number;
  end: number;
}

interface Stream extends Range {
  dictionary: string;
}

/** Where the bytes of each stream lie; undefined when one has no end. */
function streamsOf(bytes: Buffer): Stream[] | undefined {
  const streams: Stream[] = [];
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at)) {
    const isKeyword = /(?:>>|\s)$/.test(bytes.toString('latin1', Math.max(0, at - 2), at)) && /^\r?\n/.test(bytes.toString('latin1', at + 6, at + 8));
    if (!isKeyword) {
      at += 6;
      continue;
    }
    const start = at + 6 + (bytes[at + 6] === 0x0d ? 2 : 1);
    const opens = bytes.lastIndexOf(' obj', at);
    const dictionary = opens < 0 ? '' : bytes.toString('latin1', opens + 4, at);
    const declared = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1];
    const after = start + Number(declared ?? 0);
    const isTrue = declared !== undefined && /^\s{0,2}endstream/.test(bytes.toString('latin1', after, after + 11));
    const end = bytes.indexOf('endstream', isTrue ? after : start);
    if (end < 0) return undefined;
    streams.push({ start, end, dictionary });
    at = end + 9;
  }
  return streams;
}

function gapsBetween(streams: readonly Stream[], length: number): Range[] {
  const edges = [0, ...streams.flatMap(({ start, end }) => [start, end]), length];
  return Array.from({ length: edges.length / 2 }, (_, at) => ({ start: edges[at * 2]!, end: edges[at * 2 + 1]! }));
}

/** False when something in these parts of the file cannot be blanked. */
function blankStrings(bytes: Buffer, ranges: readonly Range[]): boolean {
  for (const { start, end } of ranges) {
    const text = bytes.toString('latin1', start, end);
    if (refused.test(text) || tellingElsewhere.test(text)) return false;
    for (const match of text.matchAll(telling)) {
      const opens = match.index + match[0].length;
      if (text.startsWith('<<', opens)) continue;
      const closes = text[opens] === '(' ? endOfLiteral(text, opens) : text.indexOf('>', opens);
      if (closes < 0) return false;
      bytes.fill(text[opens] === '(' ? 0x20 : 0x30, start + opens + 1, start + closes);
    }
    blankPackets(bytes, start, end);
  }
  return true;
}

/** The closing bracket of `(…)`, in which brackets nest and a backslash escapes. */
function endOfLiteral(text: string, opens: number): number {
  let depth = 0;
  for (let at = opens; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return -1;
}

function blankStream(bytes: Buffer, { start, end, dictionary }: Stream): boolean {
  if (/\/Type\s*\/Metadata\b/.test(dictionary)) bytes.fill(0x20, start, end);
  else if (/\/Type\s*\/ObjStm\b/.test(dictionary)) return blankObjects(bytes, start, end, dictionary);
  else blankPackets(bytes, start, end);
  return true;
}

/** Objects that are compressed together: unpacked, blanked, and packed again into the same room. */
function blankObjects(bytes: Buffer, start: number, end: number, dictionary: string): boolean {
  const filter = /\/Filter\s*(\[[^\]]*\]|\/\w+)/.exec(dictionary)?.[1];
  if (filter === undefined) return blankStrings(bytes, [{ start, end }]);
  if (filter.replace(/[[\]\s]/g, '') !== '/FlateDecode' || dictionary.includes('/DecodeParms')) return false;
  let objects: Buffer;
  try {
    objects = inflateSync(bytes.subarray(start, end), { maxOutputLength: 50_000_000 });
  } catch {
    return false;
  }
  const before = Buffer.from(objects);
  if (!blankStrings(objects, [{ start: 0, end: objects.length }])) return false;
  if (objects.equals(before)) return true;
  const packed = deflateSync(objects, { level: 9 });
  if (packed.length > end - start) return false;
  packed.copy(bytes, start);
  bytes.fill(0, start + packed.length, end);
  return true;
}

/** XMP, wherever it lies uncompressed (also inside pictures). */
function blankPackets(bytes: Buffer, start: number, end: number): void {
  for (const [opens, closes] of [['<x:xmpmeta', '</x:xmpmeta>'], ['<rdf:RDF', '</rdf:RDF>']] as const) {
    for (let at = bytes.indexOf(opens, start); at >= 0 && at < end; at = bytes.indexOf(opens, at + 1)) {
      const last = bytes.indexOf(closes, at);
      bytes.fill(0x20, at, last < 0 || last > end ? end : last + closes.length);
    }
  }
}

/** Exif of JPEG pictures inside the document. */
function blankExif(bytes: Buffer): void {
  for (let at = bytes.indexOf('Exif\0\0', 0, 'latin1'); at >= 0; at = bytes.indexOf('Exif\0\0', at + 6, 'latin1')) {
    const isSegment = at >= 4 && bytes[at - 4] === 0xff && bytes[at - 3] === 0xe1;
    if (isSegment) bytes.fill(0, at + 6, Math.min(bytes.length, at - 2 + bytes.readUInt16BE(at - 2)));
  }
}
