import { m } from '@app/messages';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/challenge';
import { found, ifMatch, once } from '~/answers.server';
import { apiFor } from '~/api';
import { publicChallenge } from '~/challenge.server';
import { ChallengeArticle } from '~/components/challenge/article';
import { Questions } from '~/components/challenge/questions';
import { Results } from '~/components/challenge/results';
import { ReportLink } from '~/components/report-link';
import { cancelledText, takesEntries } from '~/components/challenge/standing';
import { field, refused } from '~/problems.server';
import { useViewer } from '~/viewer';
import { ownEntry } from '~/work/own-entry.server';

export async function loader(args: Route.LoaderArgs) {
  const shown = await publicChallenge(args, args.params.slug);
  const after = new URL(args.request.url).searchParams.get('questions') ?? undefined;
  const [questions, own] = await Promise.all([
    apiFor(args).GET('/api/v1/challenges/{id}/questions', { params: { path: { id: shown.challenge.id }, query: { after } } }).then(found),
    ownEntry(args, shown.challenge.id),
  ]);
  return { ...shown, questions, own: own ?? null, idempotencyKey: crypto.randomUUID() };
}

/** Asks in public, or takes a question back. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const page = `/challenges/${args.params.slug}`;
  if (form.has('withdraw')) {
    const { error, response } = await api.DELETE('/api/v1/questions/{id}', { params: { path: { id: field(form, 'withdraw') }, header: ifMatch(field(form, 'version')) } });
    if (!response.ok) return refused(response, error, form);
    throw redirect(`${page}?done=withdrawn#questions`, 303);
  }
  const { error, response } = await api.POST('/api/v1/challenges/{id}/questions', { params: { path: { id: field(form, 'challenge') } }, headers: once(form), body: { text: field(form, 'text') } });
  if (!response.ok) return refused(response, error, form);
  throw redirect(`${page}?done=asked#questions`, 303);
}

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

export default function ChallengePage({ loaderData: { challenge, proof, entries, results, clarifications, questions, own, idempotencyKey }, actionData }: Route.ComponentProps) {
  const viewer = useViewer();
  const [search] = useSearchParams();
  const done = (['asked', 'withdrawn'] as const).find((one) => one === search.get('done'));
  const isSponsor = viewer?.memberships.some(({ organisation }) => organisation.id === challenge.sponsor.id);
  const isOpen = takesEntries(challenge);
  const action = isSponsor ? (
    <Link className="main-action" to={`/manage/${challenge.slug}/overview`}>{m.challenge_manage()}</Link>
  ) : isOpen && own ? (
    <Link className="main-action" to={`/work/${own.id}/edit`}>{m.challenge_own_entry()}</Link>
  ) : isOpen && challenge.entry !== 'invited' ? (
    <Link className="main-action" to={`/challenges/${challenge.slug}/join`}>{m.challenge_join()}</Link>
  ) : (
    <p className="soft">{challenge.entry === 'invited' && isOpen ? m.challenge_invited_only() : challenge.paused ? m.state_paused() : challenge.state === 'cancelled' ? cancelledText(challenge.cancelReason) : stateSentences[challenge.state]?.()}</p>
  );
  return (
    <>
      <p className="no-print page-links"><Link to="/challenges">{m.challenge_back()}</Link> <Link to={`/challenges/${challenge.slug}/print`}>{m.challenge_print()}</Link>{!isSponsor && <> <ReportLink kind="challenge" id={challenge.id} /></>}</p>
      <ChallengeArticle challenge={challenge} proof={proof} entries={entries} action={action} clarifications={clarifications} results={results.length > 0 && <Results challenge={challenge} results={results} proof={proof} />}
        questions={<Questions challenge={challenge} questions={questions} reader={isSponsor ? 'sponsor' : viewer ? 'person' : 'visitor'} idempotencyKey={idempotencyKey} answer={actionData} done={done} />}
      />
    </>
  );
}

const stateSentences: Readonly<Record<string, () => string>> = {
  draft: m.challenge_is_draft,
  in_review: m.challenge_is_draft,
  approved: m.challenge_is_draft,
  scheduled: m.challenge_is_scheduled,
  open: m.challenge_takes_no_entries,
  decided: m.challenge_is_decided,
  completed: m.challenge_is_completed,
};
