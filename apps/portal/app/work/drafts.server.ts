import { ifMatch } from '~/answers.server';
import type { apiFor } from '~/api';
import { fieldErrors, isProblem } from '~/problems';
import { field, translated } from '~/problems.server';
import { answersIn, inRequests, pointedAtFields, type Answer } from './answers';

/** Saves the answers of a posted form over the version it was made from; those the form does not hold stay. */
export async function saveAnswers(api: ReturnType<typeof apiFor>, path: { id: string; phaseId: string }, form: FormData) {
  let version: string | number = field(form, 'version');
  let saved;
  for (const answers of inRequests(answersIn(form))) {
    const { data, error, response }: Awaited<ReturnType<typeof save>> = await save(api, path, version, answers);
    if (!data) {
      const problem = pointedAtFields(translated({ ...(isProblem(error) ? error : {}), status: response.status }), answers);
      return { problem, response, why: Object.values(fieldErrors(problem))[0] ?? problem.title ?? '' };
    }
    saved = data;
    version = data.version;
  }
  return { data: saved! };
}

function save(api: ReturnType<typeof apiFor>, path: { id: string; phaseId: string }, version: string | number, answers: Answer[]) {
  return api.PATCH('/api/v1/entries/{id}/submissions/{phaseId}/draft', { params: { path, header: ifMatch(version) }, body: { answers } });
}
