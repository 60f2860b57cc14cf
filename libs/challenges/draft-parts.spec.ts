import { changesSince } from './draft-parts';

it.each([
  ['nothing, where all is as it was', { '/title': 'a' }, { '/title': 'a' }, []],
  ['what was there before, in the order of the draft', { '/summary': 'old', '/title': 'a' }, { '/title': 'b', '/summary': 'new' }, [{ pointer: '/title', before: 'a' }, { pointer: '/summary', before: 'old' }]],
  ['what was empty', { '/brief/tried': '' }, { '/brief/tried': 'Slower belts.' }, [{ pointer: '/brief/tried', before: '' }]],
  ['a phase that is new, and one that is gone', { '/phases/1': 'May' }, { '/phases/0': 'April' }, [{ pointer: '/phases/0', before: '' }, { pointer: '/phases/1', before: 'May' }]],
])('names %s', (_, then, now, changes) => {
  expect(changesSince(then, now)).toEqual(changes);
});
