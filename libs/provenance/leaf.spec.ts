import { commitment, contentDigest, createSalt, describeFile, type ContentManifest } from './content';
import { hashOfLeaf, leafText, makeLeaf } from './leaf';

const sub = `sub_${'0123456789abcdef'.repeat(2)}`;
const parts = { seq: 7, type: 'submission_version', subject: sub, commitment: Buffer.alloc(32, 0xab), receivedAt: new Date('2026-11-22T09:30:00.5Z') };

describe('a leaf', () => {
  it('is canonical JSON of exactly five parts', () => {
    const leaf = makeLeaf(parts);
    expect(leaf).toEqual({ seq: 7, type: 'submission_version', subject: sub, commitment: 'ab'.repeat(32), receivedAt: '2026-11-22T09:30:00.500Z' });
    expect(leafText(leaf)).toBe(`{"commitment":"${'ab'.repeat(32)}","receivedAt":"2026-11-22T09:30:00.500Z","seq":7,"subject":"${sub}","type":"submission_version"}`);
    // printf '\0%s' "$leafText" | sha256sum
    expect(hashOfLeaf(leaf).toString('hex')).toBe('6743b139ddb54f3db237e7a85303940c59fa8bdd2dfe134f66ab6768abca2370');
  });

  it.each<[string, object]>([
    ['a mail address', { subject: 'ada@example.org' }],
    ['a person', { subject: `per_${'0'.repeat(32)}` }],
    ['a member', { subject: `mem_${'0'.repeat(32)}` }],
    ['a bare uuid', { subject: '01234567-89ab-cdef-0123-456789abcdef' }],
    ['free text as type', { type: 'Paid to Ada' }],
    ['a negative position', { seq: -1 }],
    ['half a position', { seq: 0.5 }],
    ['a short commitment', { commitment: Buffer.alloc(31) }],
    ['a part too many', { name: 'Ada' }],
  ])('refuses %s', (_name, change) => expect(() => makeLeaf({ ...parts, ...change })).toThrow(TypeError));
});

describe('the digest of content', () => {
  const plan = describeFile('plan.pdf', Buffer.from('%PDF'));
  const data = describeFile('data.csv', Buffer.from('a,b'));
  const content: ContentManifest = { fields: { title: 'Grün', answers: { b: 2, a: [true, null] } }, files: [plan, data] };

  it('is that of the canonical manifest, which anybody can rebuild', () => {
    expect(plan).toEqual({ name: 'plan.pdf', size: 4, sha256: '315d429b7714cedb6ad04ac31240145257692630457f3c88253c5beceac76027' });
    expect(contentDigest(content).toString('hex')).toBe('f26b58b3641dc775db27a878fcae998b7ece017b68c0f178a8241b60d0072508');
  });

  it('does not depend on the order of keys or files', () => {
    const other: ContentManifest = { files: [data, plan], fields: { answers: { a: [true, null], b: 2 }, title: 'Grün' } };
    expect(contentDigest(other)).toEqual(contentDigest(content));
  });

  it.each<[string, ContentManifest]>([
    ['a field', { ...content, fields: { ...content.fields, title: 'Grun' } }],
    ['the order of a list', { ...content, fields: { ...content.fields, answers: { b: 2, a: [null, true] } } }],
    ['one more field', { ...content, fields: { ...content.fields, more: null } }],
    ['a file name', { ...content, files: [plan, { ...data, name: 'Data.csv' }] }],
    ['a file size', { ...content, files: [plan, { ...data, size: 4 }] }],
    ['a byte of a file', { ...content, files: [plan, describeFile('data.csv', Buffer.from('a,c'))] }],
    ['a file less', { ...content, files: [plan] }],
  ])('changes with %s', (_name, changed) => expect(contentDigest(changed)).not.toEqual(contentDigest(content)));

  it.each<[string, unknown]>([
    ['nothing', null],
    ['no files', { fields: {} }],
    ['a part nobody hashes', { ...content, more: 1 }],
    ['a file with a part nobody hashes', { ...content, files: [{ ...plan, path: '/' }] }],
    ['two files of one name', { ...content, files: [plan, data, plan] }],
    ['a digest in capitals', { ...content, files: [{ ...plan, sha256: plan.sha256.toUpperCase() }] }],
    ['an undefined field', { ...content, fields: { a: undefined } }],
    ['a list of fields', { fields: [], files: [] }],
  ])('refuses %s', (_name, bad) => expect(() => contentDigest(bad as ContentManifest)).toThrow(TypeError));

  it('is hidden by the salt', () => {
    const digest = contentDigest(content);
    // SHA-256 of 64 bytes: 32 of 0x01, then 32 of 0x02.
    expect(commitment(Buffer.alloc(32, 1), Buffer.alloc(32, 2)).toString('hex')).toBe('f818afd37a6dc3bc92fb44731011277006db4efa6e9023cd7468c02335d22a4d');
    expect(commitment(createSalt(), digest)).not.toEqual(commitment(createSalt(), digest));
    expect(() => commitment(Buffer.alloc(16), digest)).toThrow(TypeError);
  });
});
