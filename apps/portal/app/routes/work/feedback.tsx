import { m } from '@app/messages';
import { data, Link } from 'react-router';
import type { Route } from './+types/feedback';
import { found, foundOrNothing } from '~/answers.server';
import { apiFor } from '~/api';
import { HowDecided } from '~/components/challenge/results';
import { nextText } from '~/components/challenge/standing';
import { Facts } from '~/components/facts';
import { Pager } from '~/components/pager';
import { StateBadge } from '~/components/state-badge';
import { Talk } from '~/components/talk';
import { When } from '~/components/when';
import { useSupport } from '~/viewer';
import { phaseToShow } from '~/work/entries';
import { bandText, groundText, openerText, thingText } from '~/work/words';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const search = new URL(args.request.url).searchParams;
  const entry = found(await api.GET('/api/v1/entries/{id}', { params: { path: { id: args.params.id } } }));
  const phase = phaseToShow(entry, search.get('phase'));
  if (!phase) throw data(null, { status: 404 });
  const path = { id: phase.submissionId! };
  const submission = found(await api.GET('/api/v1/submissions/{id}', { params: { path } }));
  const openings = found(await api.GET('/api/v1/submissions/{id}/openings', { params: { path, query: { after: search.get('after') ?? undefined, limit: 50 } } }));
  const judged = submission.band ? foundOrNothing(await api.GET('/api/v1/submissions/{id}/feedback', { params: { path } })) : undefined;
  const thread = foundOrNothing(await api.GET('/api/v1/submissions/{id}/thread', { params: { path } })) ?? null;
  const results = foundOrNothing(await api.GET('/api/v1/phases/{id}/results', { params: { path: { id: phase.phaseId } } }));
  const declaration = foundOrNothing(await api.GET('/api/v1/challenges/{id}/non-use-declaration', { params: { path: { id: entry.challenge.id } } }));
  return { entry, phase, submission, openings, thread, hasDeclared: declaration?.state === 'signed', results: results ?? null, judged: judged ?? null };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.feedback_title() }) }];

export default function Feedback({ loaderData: { entry, phase, submission, openings, thread, hasDeclared, results, judged } }: Route.ComponentProps) {
  const address = useSupport() ?? '';
  return (
    <div className="reading">
      <p><Link to="/work">{m.work_title()}</Link></p>
      <h1>{m.feedback_title()}</h1>
      <p><Link to={`/challenges/${entry.challenge.slug}`}>{entry.challenge.title}</Link></p>
      <section className="sheet work-part">
        <h2>{m.feedback_result()}</h2>
        <p><StateBadge state={submission.state} /></p>
        {submission.band ? (
          <>
            <p className="band">{bandText(submission.band)}</p>
            {submission.reason && <p className="as-typed">{submission.reason}</p>}
          </>
        ) : submission.refusal ? (
          <>
            <p>{m.feedback_refused({ clause: submission.refusal.clause, ground: groundText(submission.refusal.ground) })}</p>
            <p className="as-typed">{submission.refusal.statement}</p>
            <Facts items={[{ label: m.feedback_refused_at(), value: <When at={submission.refusal.at} /> }]} />
          </>
        ) : (
          <p>{submission.state === 'lapsed' ? m.feedback_lapsed() : phase.state === 'open' ? m.feedback_before_close() : m.feedback_waiting()}</p>
        )}
        {judged?.criteria.some(({ judges }) => judges.length > 0) && (
          <>
            <h3 className="work-part">{m.feedback_judges()}</h3>
            {judged.criteria.map(({ criterionId, title, weight, judges }) => (
              <section key={criterionId}>
                <h4>{m.console_criterion({ title, weight })}</h4>
                <ul>
                  {judges.map(({ judge, score, comment }) => (
                    <li key={judge}>{m.feedback_judge({ judge, score })}{comment && <p className="as-typed">{comment}</p>}</li>
                  ))}
                </ul>
              </section>
            ))}
          </>
        )}
        {results && (
          <>
            <h3 className="work-part">{m.feedback_how()}</h3>
            <HowDecided result={results} />
            {results.reason && <><h3 className="work-part">{results.hasChanged ? m.results_reason_first() : m.results_reason()}</h3><p className="as-typed">{results.reason}</p></>}
            <h3 className="work-part">{m.feedback_all()}</h3>
            <ul>{results.bands.map(({ band, submissions }) => <li key={band}>{m.feedback_band_count({ band: bandText(band), count: submissions })}</li>)}</ul>
            {results.winners.length > 0 && <ul>{results.winners.map(({ prizeId, place, organisationName, prizeTitle, isNext }) => <li key={`${prizeId}${organisationName}`}>{m.feedback_winner({ place, name: organisationName, prize: prizeTitle })} {isNext && nextText(results)}</li>)}</ul>}
            <h3 className="work-part">{m.step_appeal()}</h3>
            <p>{results.isOpenToObjection ? m.feedback_object({ address }) : m.feedback_object_over()}</p>
            <Facts items={[{ label: m.feedback_object_by(), value: <When at={results.objectBy} /> }]} />
          </>
        )}
      </section>
      {thread && <Talk submissionId={phase.submissionId!} thread={thread} />}
      <section className="work-part">
        <h2>{m.feedback_openings()}</h2>
        <p>{m.feedback_openings_text()}</p>
        {openings.items.length === 0 ? <p className="soft">{m.feedback_openings_none()}</p> : (
          <div className="table-box" tabIndex={0} role="region" aria-label={m.feedback_openings()}>
            <table>
              <thead><tr><th scope="col">{m.feedback_when()}</th><th scope="col">{m.feedback_who()}</th><th scope="col">{m.feedback_what()}</th></tr></thead>
              <tbody>
                {openings.items.map(({ at, opener, name, organisation, thing }, index) => (
                  <tr key={`${at}${index}`}><td><When at={at} /></td><td>{name ? m.feedback_opener_named({ who: openerText(opener), name: [name, organisation].filter(Boolean).join(', ') }) : openerText(opener)}</td><td>{thingText(thing)}</td></tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <Pager next={openings.next} />
        {hasDeclared && <p className="work-part">{m.feedback_declared()} <Link to={`/challenges/${entry.challenge.slug}/declaration`}>{m.declaration_see()}</Link></p>}
      </section>
    </div>
  );
}
