import { data } from 'react-router';
import type { Route } from './+types/autosave';
import { apiFor } from '~/api';
import { saveScorecard } from '~/judging/scorecard.server';
import type { AutosaveAnswer } from '~/work/autosave';

/** Saves scores while they are given; answers JSON, so that a failure never takes the page away. */
export async function action(args: Route.ActionArgs): Promise<Response> {
  const { data: card, problem, response } = await saveScorecard(apiFor(args), await args.request.formData(), 'save');
  if (card) return answer({ saved: { version: card.version, savedAt: card.savedAt } });
  return response.status === 412 ? answer({ stale: true }) : answer({ refused: problem.title ?? '' }, response.status);
}

export function loader() {
  throw data(null, { status: 404 });
}

const answer = (body: AutosaveAnswer, status = 200) => Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } });
