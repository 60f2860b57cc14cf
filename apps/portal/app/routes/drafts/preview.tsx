import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/preview';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { ChallengeArticle } from '~/components/challenge/article';
import { challengeInWords } from '~/findings.server';

export async function loader(args: Route.LoaderArgs) {
  return { challenge: challengeInWords(found(await apiFor(args).GET('/api/v1/challenges/{id}', { params: { path: { id: args.params.id } } }))) };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: m.preview_title({ title: loaderData?.challenge.title ?? '' }) }) }];

/** The challenge as solvers will see it. */
export default function Preview({ loaderData: { challenge } }: Route.ComponentProps) {
  return (
    <>
      <div className="notice no-print">
        <p>{m.preview_notice()} <Link to={`/drafts/${challenge.id}`}>{m.draft_back()}</Link></p>
      </div>
      <ChallengeArticle challenge={challenge} />
    </>
  );
}
