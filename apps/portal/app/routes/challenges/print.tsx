import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/print';
import { publicChallenge } from '~/challenge.server';
import { ChallengeArticle } from '~/components/challenge/article';
import { Results } from '~/components/challenge/results';
import '~/theme/print.css';

export async function loader(args: Route.LoaderArgs) {
  const all = await publicChallenge(args, args.params.slug);
  return { ...all, address: new URL(`/challenges/${all.challenge.slug}`, args.request.url).href };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: m.print_title({ title: loaderData?.challenge.title ?? '' }) }) }, { name: 'robots', content: 'noindex' }];

/** A challenge on paper: facts first, small print, and where it came from. */
export default function Print({ loaderData: { challenge, proof, entries, results, clarifications, address } }: Route.ComponentProps) {
  return (
    <div className="paper">
      <p className="no-print"><Link to={`/challenges/${challenge.slug}`}>{m.join_back()}</Link></p>
      <p className="notice no-print">{m.print_how()}</p>
      <ChallengeArticle challenge={challenge} proof={proof} entries={entries} clarifications={clarifications} results={results.length > 0 && <Results challenge={challenge} results={results} proof={proof} />} />
      <p className="soft printed-from">{m.print_from({ address })}</p>
    </div>
  );
}
