import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { newKey, newSalt, SealBroken } from './sealing';
import { sealedSize, sealStream, segmentBytes, unsealStream } from './segments';

const key = newKey();
const salt = newSalt();
const place = 'file 1';

/** Piped by hand: an error of the transform is what is looked at. */
const through = (content: Buffer, transform: ReturnType<typeof sealStream>, cut = 10_000) => {
  const pieces = Array.from({ length: Math.ceil(content.length / cut) }, (_, at) => content.subarray(at * cut, (at + 1) * cut));
  return buffer(Readable.from(pieces, { objectMode: false }).pipe(transform));
};
const sealed = (content: Buffer, cut?: number) => through(content, sealStream(key, salt, place), cut);
const unsealed = (bytes: Buffer, cut?: number) => through(bytes, unsealStream(key, salt, place), cut);
const bytes = (length: number) => Buffer.alloc(length, Buffer.from('0123456789abcdef-'));

const lengths = [0, 1, 15, 16, segmentBytes - 1, segmentBytes, segmentBytes + 1, 3 * segmentBytes, 3 * segmentBytes + 5];

it.each(lengths)('brings back %d bytes, and takes the size on disk it says', async (length) => {
  const content = bytes(length);
  const onDisk = await sealed(content);
  expect(onDisk.length).toBe(sealedSize(length));
  expect((await unsealed(onDisk)).equals(content)).toBe(true);
});

it('does not depend on how the bytes arrive', () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 3 * segmentBytes }), fc.integer({ min: 900, max: 200_000 }), fc.integer({ min: 900, max: 200_000 }), async (length, cutIn, cutOut) => {
      const content = bytes(length);
      expect((await unsealed(await sealed(content, cutIn), cutOut)).equals(content)).toBe(true);
    }),
    { numRuns: 40 },
  ));

it('refuses every flipped bit', async () => {
  const onDisk = await sealed(bytes(segmentBytes + 100));
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: onDisk.length * 8 - 1 }), async (bit) => {
      const changed = Buffer.from(onDisk);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      await expect(unsealed(changed)).rejects.toThrow(SealBroken);
    }),
    { numRuns: 60 },
  );
});

it('refuses every shorter copy', async () => {
  const onDisk = await sealed(bytes(2 * segmentBytes + 7));
  const cuts = [0, 1, 15, 16, segmentBytes + 16, 2 * (segmentBytes + 16), onDisk.length - 1];
  for (const length of cuts) await expect(unsealed(onDisk.subarray(0, length))).rejects.toThrow(SealBroken);
});

it('refuses segments that are swapped, doubled or appended', async () => {
  const onDisk = await sealed(bytes(3 * segmentBytes));
  const size = segmentBytes + 16;
  const [first, second, third] = [0, 1, 2].map((at) => onDisk.subarray(at * size, (at + 1) * size)) as [Buffer, Buffer, Buffer];
  for (const order of [[second, first, third], [first, first, third], [first, second, third, third], [first, third], [second, third], [third]]) {
    await expect(unsealed(Buffer.concat(order))).rejects.toThrow(SealBroken);
  }
});

it.each([
  ['another key', newKey(), salt, place],
  ['another salt', key, newSalt(), place],
  ['another place', key, salt, 'file 2'],
])('does not open with %s', async (_, otherKey, otherSalt, otherPlace) => {
  await expect(through(await sealed(bytes(100)), unsealStream(otherKey, otherSalt, otherPlace))).rejects.toThrow(SealBroken);
});

it('shows nothing of a segment that was changed', async () => {
  const onDisk = await sealed(bytes(2 * segmentBytes));
  onDisk[segmentBytes + 16 + 3]! ^= 1;
  const seen: Buffer[] = [];
  const opening = Readable.from([onDisk], { objectMode: false }).pipe(unsealStream(key, salt, place)).on('data', (chunk: Buffer) => seen.push(chunk));
  await expect(new Promise((resolve, reject) => opening.on('end', resolve).on('error', reject))).rejects.toThrow(SealBroken);
  expect(Buffer.concat(seen).length).toBeLessThanOrEqual(segmentBytes);
});
