import { answersIn, inRequests, pointedAtFields } from './answers';

function form(...fields: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

it('reads answers by the key of their question, with line ends as the API keeps them', () => {
  expect(answersIn(form(['phase', 'phs_1'], ['answers.works', 'a\r\nb'], ['answers.cost', ''], ['next', 'check']))).toEqual([{ question: 'works', text: 'a\nb' }, { question: 'cost', text: '' }]);
});

it('sends long work in several requests, in order, and an empty form in one', () => {
  const long = (question: string, size: number) => ({ question, text: 'é'.repeat(size) });
  const answers = [long('a', 20_000), long('b', 20_000), long('c', 100), long('d', 20_000)];
  expect(inRequests(answers).map((group) => group.map(({ question }) => question))).toEqual([['a'], ['b', 'c'], ['d']]);
  expect(inRequests([])).toEqual([[]]);
});

it('points at the field of the form instead of a place in a list', () => {
  const errors = [{ pointer: '/answers/1/text', code: 'max_length', detail: 'long' }, { pointer: '/answers', code: 'required', detail: 'empty' }];
  expect(pointedAtFields({ status: 422, errors }, [{ question: 'works' }, { question: 'cost' }]).errors).toEqual([{ pointer: '/answers/cost', code: 'max_length', detail: 'long' }, errors[1]]);
});
