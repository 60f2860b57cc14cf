import { ifMatch } from '~/answers.server';
import type { apiFor } from '~/api';
import { isProblem } from '~/problems';
import { field, translated } from '~/problems.server';

/** Scores and comments of a posted form: `scores.<criterion>` is a number or nothing, `comments.<criterion>` text. */
export function scorecardIn(form: FormData): { scores: Record<string, number>; comments: Record<string, string> } {
  const texts = [...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1].trim() !== '');
  const under = (prefix: string) => texts.filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value] as const);
  return {
    scores: Object.fromEntries(under('scores.').map(([id, value]) => [id, Number(value)])),
    comments: Object.fromEntries(under('comments.').map(([id, value]) => [id, value.replaceAll('\r\n', '\n')])),
  };
}

/** Saves or locks the scorecard of a posted form over the version it was made from. */
export async function saveScorecard(api: ReturnType<typeof apiFor>, form: FormData, does: 'save' | 'lock') {
  const { data, error, response } = await api.PUT('/api/v1/assignments/{id}/scorecard', {
    params: { path: { id: field(form, 'assignment') }, header: ifMatch(field(form, 'version')) }, body: { action: does, ...scorecardIn(form) },
  });
  return data ? { data } : { problem: translated({ ...(isProblem(error) ? error : {}), status: response.status }), response };
}
