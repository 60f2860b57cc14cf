import { m } from '@app/messages';
import { isRouteErrorResponse, Link, useLocation } from 'react-router';
import { isProblem, type Problem } from '~/problems';
import { withNext } from '~/return-to';
import { useViewer } from '~/viewer';

interface Words {
  title(): string;
  why(): string;
}

const words: Readonly<Record<number, Words>> = {
  401: { title: m.error_401_title, why: m.error_401_why },
  403: { title: m.error_403_title, why: m.error_403_why },
  404: { title: m.error_404_title, why: m.error_404_why },
  409: { title: m.error_409_title, why: m.error_409_why },
  410: { title: m.error_410_title, why: m.error_410_why },
  422: { title: m.error_422_title, why: m.error_422_why },
  429: { title: m.error_429_title, why: m.error_429_why },
  503: { title: m.error_503_title, why: m.error_503_why },
};
const fault: Words = { title: m.error_other_title, why: m.error_other_why };

/** What happened, what it means and one way on. Facts of the fault itself stay in the server's log. */
export function ErrorPage({ error }: { error: unknown }) {
  const { pathname, search } = useLocation();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const { title, why } = words[status] ?? fault;
  /** What mails lead to is mostly somebody's: before they sign in it looks as if it were not there. */
  const isUnknown = useViewer() === null && status === 404;
  const problem = isRouteErrorResponse(error) && isProblem(error.data) ? error.data : undefined;
  return (
    <div className="reading">
      <title>{m.title_of({ page: title() })}</title>
      <p className="soft">{m.error_status({ status })}</p>
      <h1>{title()}</h1>
      <p>{saysWhy(problem) ? problem.title : why()}</p>
      {problem?.detail && <p>{problem.detail}</p>}
      {isUnknown && <p>{m.error_404_visitor()} <Link to={withNext('/sign-in', pathname + search)}>{m.nav_sign_in()}</Link></p>}
      <p>
        {status === 401 ? (
          <><Link to={withNext('/sign-in', pathname + search)}>{m.nav_sign_in()}</Link> · <Link to={withNext('/sign-up', pathname + search)}>{m.nav_sign_up()}</Link></>
        ) : status === 503 || status === 429 || status === 500 ? (
          <a href={pathname + search}>{m.error_again()}</a>
        ) : (
          <Link to="/challenges">{m.error_browse()}</Link>
        )}
      </p>
    </div>
  );
}

/** A state that is in the way, or a suspension, is said in the words of the API; what is merely another's, in those of the page. */
function saysWhy(problem: Problem | undefined): problem is Problem & { title: string } {
  return problem?.title !== undefined && (problem.status === 409 || problem.code === 'request_suspended');
}
