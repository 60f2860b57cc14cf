import { decodeCursor, defineLifecycle, defineProblems, newId, pageOf, readId, showId, WrongState } from './index';

const light = defineLifecycle('light', { off: { press: 'on' }, on: { press: 'off', break: 'broken' }, broken: {} });

describe('lifecycle', () => {
  it('moves by its table', () => {
    expect(light.next('off', 'press')).toBe('on');
    expect(light.verbs('on')).toEqual(['press', 'break']);
    expect(light.isFinal('broken')).toBe(true);
    expect(light.check()).toBe("state in ('off', 'on', 'broken')");
    expect(light.diagram()).toBe('stateDiagram-v2\n  [*] --> off\n  off --> on: press\n  on --> off: press\n  on --> broken: break');
  });

  it('refuses every other move', () => {
    expect(() => light.next('broken', 'press')).toThrow(WrongState);
    expect(() => light.next('off', 'break')).toThrow('a light in state off cannot break');
  });
});

describe('ids', () => {
  it('carry their kind', () => {
    const id = newId('challenge');
    expect(showId('challenge', id)).toMatch(/^chl_[0-9a-f]{32}$/);
    expect(readId('challenge', showId('challenge', id))).toBe(id);
  });

  it.each([showId('entry', newId('entry')), 'chl_', 'chl_XYZ', '', null, 7, `${showId('challenge', newId('challenge'))}0`])('refuse %j', (text) => {
    expect(readId('challenge', text)).toBeUndefined();
  });
});

it('pages carry an opaque cursor only when there is more', () => {
  const page = pageOf([1, 2, 3], 2, (n) => [n], String);
  expect(page.items).toEqual(['1', '2']);
  expect(decodeCursor(page.next!, 1)).toEqual([2]);
  expect(pageOf([1, 2], 2, (n) => [n], String).next).toBeUndefined();
  for (const bad of ['', '%', 'bnVsbA', Buffer.from('[{}]').toString('base64url')]) expect(decodeCursor(bad, 1)).toBeUndefined();
});

it('problems have stable codes', () => {
  const problems = defineProblems('light', { tooBright: { status: 409, title: 'Too bright.' } });
  expect(problems.tooBright({ lux: 3 })).toMatchObject({ code: 'light_too_bright', status: 409, title: 'Too bright.', extra: { lux: 3 } });
});
