import { data } from 'react-router';
import type { Route } from './+types/autosave';
import { apiFor } from '~/api';
import { field } from '~/problems.server';
import type { AutosaveAnswer } from '~/work/autosave';
import { saveAnswers } from '~/work/drafts.server';

/** Saves a draft while it is written; answers JSON, so that a failure never takes the page and its text away. */
export async function action(args: Route.ActionArgs): Promise<Response> {
  const form = await args.request.formData();
  const { data: draft, response, why } = await saveAnswers(apiFor(args), { id: args.params.id, phaseId: field(form, 'phase') }, form);
  if (draft) return answer({ saved: { version: draft.version, savedAt: draft.savedAt, submissionId: draft.submissionId } });
  return response.status === 412 ? answer({ stale: true }) : answer({ refused: why }, response.status);
}

export function loader() {
  throw data(null, { status: 404 });
}

const answer = (body: AutosaveAnswer, status = 200) => Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } });
