import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/statements';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Badge } from '~/components/challenge-badge';
import { EmptyState } from '~/components/empty-state';
import { Pager } from '~/components/pager';
import { When } from '~/components/when';
import { DecisionRows } from '~/moderation/statement';
import { groundText, subjectText, wordingOf } from '~/moderation/words';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const search = new URL(args.request.url).searchParams;
  const after = (name: string) => ({ params: { query: { after: search.get(name) ?? undefined } } });
  const [statements, reports] = await Promise.all([api.GET('/api/v1/me/statements', after('after')).then(found), api.GET('/api/v1/me/reports', after('reports')).then(found)]);
  return { statements, reports };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.statement_list() }) }];

export default function Statements({ loaderData: { statements, reports } }: Route.ComponentProps) {
  return (
    <>
      <h1>{m.statement_list()}</h1>
      <section aria-labelledby="statements">
        <h2 id="statements">{m.statement_to_you()}</h2>
        <DecisionRows decisions={statements.items} to="/statements" empty={{ title: m.statement_none_title(), why: m.statement_none() }} level="h3" />
        <Pager next={statements.next} of={m.statement_to_you()} />
      </section>
      <section className="work-part" aria-labelledby="reports">
        <h2 id="reports">{m.report_yours()}</h2>
        {reports.items.length === 0 && <EmptyState heading="h3" title={m.report_none_title()} why={m.report_none()} />}
        <ul className="rows">
          {reports.items.map(({ id, subject, state, ground, reportedAt }) => (
            <li key={id} className="sheet">
              <h3><Link to={`/reports/${id}`}>{subjectText(subject)}</Link></h3>
              <p><Badge wording={wordingOf(state)} /> <span className="soft">{groundText(ground)} · <When at={reportedAt} /></span></p>
            </li>
          ))}
        </ul>
        <Pager next={reports.next} param="reports" of={m.report_yours()} />
      </section>
    </>
  );
}
