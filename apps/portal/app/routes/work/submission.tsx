import { redirect } from 'react-router';
import type { Route } from './+types/submission';
import { found } from '~/answers.server';
import { apiFor } from '~/api';

/** Where mails about a submission lead: to its result once there is one, else to its receipt. */
export async function loader(args: Route.LoaderArgs) {
  const { entryId, phaseId, state } = found(await apiFor(args).GET('/api/v1/submissions/{id}', { params: { path: { id: args.params.id } } }));
  const page = ['judged', 'ineligible', 'disqualified'].includes(state) ? 'feedback' : 'receipt';
  throw redirect(`/work/${entryId}/${page}?phase=${phaseId}`);
}

/** Never drawn; it makes a refusal an error page. */
export default function Submission() {
  return null;
}
