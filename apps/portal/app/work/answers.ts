import type { Problem } from '../problems';

export interface Answer {
  question: string;
  text: string;
}

const prefix = 'answers.';
/** One request of the API holds 100 kB; longer work goes in several. */
const mostBytes = 60_000;

/** The answers of a posted form, in the order of its fields: `answers.<key of the question>`. */
export function answersIn(form: FormData): Answer[] {
  return [...form].flatMap(([name, value]) => (name.startsWith(prefix) && typeof value === 'string' ? [{ question: name.slice(prefix.length), text: value.replaceAll('\r\n', '\n') }] : []));
}

/** Groups that each fit into one request; at least one group, since an empty save begins a draft. */
export function inRequests(answers: readonly Answer[]): Answer[][] {
  const groups: Answer[][] = [[]];
  let bytes = 0;
  for (const answer of answers) {
    const size = new TextEncoder().encode(JSON.stringify(answer)).length;
    if (bytes > 0 && bytes + size > mostBytes) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)!.push(answer);
    bytes += size;
  }
  return groups;
}

/** The API points at `/answers/0/text`; the form's fields are named by the key of their question. */
export function pointedAtFields(problem: Problem, answers: readonly { question: string }[]): Problem {
  const errors = problem.errors?.map((error) => {
    const at = /^\/answers\/(\d+)(?:\/|$)/.exec(error.pointer)?.[1];
    const question = at === undefined ? undefined : answers[Number(at)]?.question;
    return question === undefined ? error : { ...error, pointer: `/answers/${question}` };
  });
  return { ...problem, errors };
}
