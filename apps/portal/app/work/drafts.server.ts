import { found, ifMatch } from '~/answers.server';
import type { apiFor } from '~/api';
import { fieldErrors, isProblem, type Problem } from '~/problems';
import { field, translated } from '~/problems.server';
import { answersIn, inRequests, pointedAtFields, type Answer } from './answers';
import { phaseToWrite } from './entries';

/** For loaders: the draft of the phase that was asked for, else of the open one; once it is closed, why. */
export async function draftToWrite(api: ReturnType<typeof apiFor>, id: string, { url }: Request) {
  const entry = found(await api.GET('/api/v1/entries/{id}', { params: { path: { id } } }));
  const phase = phaseToWrite(entry, new URL(url).searchParams.get('phase'));
  if (!phase) return { entry, phase: null, draft: null };
  const answer = await api.GET('/api/v1/entries/{id}/submissions/{phaseId}/draft', { params: { path: { id: entry.id, phaseId: phase.phaseId } } });
  if (answer.response.status !== 409) return { entry, phase, draft: found(answer) };
  return { entry, phase, draft: null, late: isProblem(answer.error) ? latenessOf(answer.error) : undefined };
}

function latenessOf({ code, serverTime, closesAt }: Problem): Problem {
  return { status: 409, code, serverTime, closesAt };
}

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
