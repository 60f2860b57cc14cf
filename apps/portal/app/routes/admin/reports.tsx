import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/reports';
import { EmptyQueue } from '~/admin/empty-queue';
import { lastDecided } from '~/admin/last-decided.server';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Badge } from '~/components/challenge-badge';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { Pager } from '~/components/pager';
import { When } from '~/components/when';
import { groundText, subjectText, wordingOf } from '~/moderation/words';

const states = ['awaiting_answer', 'decided'] as const;

export async function loader(args: Route.LoaderArgs) {
  const search = new URL(args.request.url).searchParams;
  const state = states.find((one) => one === search.get('state'));
  const page = found(await apiFor(args).GET('/api/v1/admin/reports', { params: { query: { state, after: search.get('after') ?? undefined } } }));
  return { ...page, state: state ?? null, last: !state && page.items.length === 0 ? await lastDecided(args, ['report.decide']) : null };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_reports() }) }];

const filterName = { waiting: m.moderation_filter_waiting, awaiting_answer: m.report_state_awaiting_answer, decided: m.report_state_decided } as const;
const noneOf = { awaiting_answer: m.moderation_reports_none_asked, decided: m.moderation_reports_none_decided } as const;

export default function Reports({ loaderData: { items, next, state, last } }: Route.ComponentProps) {
  return (
    <>
      <h1>{m.admin_reports()}</h1>
      <nav aria-label={m.moderation_filters()}>
        <ul className="guide-nav">
          {([null, ...states] as const).map((one) => <li key={one ?? 'waiting'}><Link to={one ? `?state=${one}` : '?'} aria-current={one === state ? 'page' : undefined}>{filterName[one ?? 'waiting']()}</Link></li>)}
        </ul>
      </nav>
      {items.length === 0 && (state
        ? <EmptyState title={m.moderation_reports_none_title()} why={noneOf[state]()} action={<Link to="?">{m.moderation_filter_waiting()}</Link>} />
        : <EmptyQueue title={m.moderation_reports_nothing()} why={m.moderation_reports_none()} last={last} before="/admin/decisions" />)}
      <ul className="rows">
        {items.map(({ id, subject, ground, state: at, reportedAt, dueAt }) => (
          <li key={id} className="sheet">
            <h2><Link to={`/admin/reports/${id}`}>{subjectText(subject)}</Link></h2>
            <p><Badge wording={wordingOf(at)} /> <span className="soft">{groundText(ground)}</span></p>
            <Facts items={[{ label: m.report_at(), value: <When at={reportedAt} /> }, { label: m.report_due(), value: at === 'awaiting_answer' && dueAt && <When at={dueAt} /> }]} />
          </li>
        ))}
      </ul>
      <Pager next={next} />
    </>
  );
}
