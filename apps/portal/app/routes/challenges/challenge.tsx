import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/challenge';
import { publicChallenge } from '~/challenge.server';
import { ChallengeArticle } from '~/components/challenge/article';
import { Results } from '~/components/challenge/results';
import { cancelledText, takesEntries } from '~/components/challenge/standing';
import { useViewer } from '~/viewer';

export const loader = (args: Route.LoaderArgs) => publicChallenge(args, args.params.slug);

export const meta: Route.MetaFunction = ({ loaderData }) => {
  if (!loaderData) return [];
  const { title, summary } = loaderData.challenge;
  return [
    { title: m.title_of({ page: title }) },
    { name: 'description', content: summary ?? m.browse_description() },
    { property: 'og:title', content: title },
    { property: 'og:type', content: 'article' },
  ];
};

export default function ChallengePage({ loaderData: { challenge, proof, entries, results } }: Route.ComponentProps) {
  const viewer = useViewer();
  const isSponsor = viewer?.memberships.some(({ organisation }) => organisation.id === challenge.sponsor.id);
  const isOpen = takesEntries(challenge);
  const action = isSponsor ? (
    <Link className="main-action" to={`/manage/${challenge.slug}/overview`}>{m.challenge_manage()}</Link>
  ) : isOpen && challenge.entry !== 'invited' ? (
    <Link className="main-action" to={`/challenges/${challenge.slug}/join`}>{m.challenge_join()}</Link>
  ) : (
    <p className="soft">{challenge.entry === 'invited' && isOpen ? m.challenge_invited_only() : challenge.state === 'cancelled' ? cancelledText(challenge.cancelReason) : stateSentences[challenge.state]?.()}</p>
  );
  return (
    <>
      <p className="no-print page-links"><Link to="/challenges">{m.challenge_back()}</Link> <Link to={`/challenges/${challenge.slug}/print`}>{m.challenge_print()}</Link></p>
      <ChallengeArticle challenge={challenge} proof={proof} entries={entries} action={action} results={results.length > 0 && <Results challenge={challenge} results={results} />} />
    </>
  );
}

const stateSentences: Readonly<Record<string, () => string>> = {
  draft: m.challenge_is_draft,
  in_review: m.challenge_is_draft,
  approved: m.challenge_is_draft,
  scheduled: m.challenge_is_scheduled,
  open: m.challenge_is_judging,
  decided: m.challenge_is_decided,
  completed: m.challenge_is_completed,
};
