import { m } from '@app/messages';
import { data, NavLink, redirect } from 'react-router';
import type { Route } from './+types/how-it-works';
import { guides, isGuide } from '~/guides.server';
import '~/theme/guide.css';

const roles = [
  { role: 'sponsors', label: m.role_sponsors },
  { role: 'solvers', label: m.role_solvers },
  { role: 'universities', label: m.role_universities },
  { role: 'judges', label: m.role_judges },
] as const;

/** The text is chosen here, on the server, so that a browser receives one guide and not all of them. */
export function loader({ params: { role } }: Route.LoaderArgs) {
  // People who fund a challenge were called owners at first; old links still arrive.
  if (role === 'owners') throw redirect('/how-it-works/sponsors', 301);
  if (!isGuide(role)) throw data(null, { status: 404 });
  return guides[role]();
}

export const meta: Route.MetaFunction = ({ loaderData }) =>
  loaderData ? [{ title: m.title_of({ page: loaderData.title }) }, { name: 'description', content: loaderData.lede }] : [];

export default function HowItWorks({ loaderData: { title, lede, parts } }: Route.ComponentProps) {
  return (
    <>
      <nav aria-label={m.nav_how()}>
        <ul className="guide-nav">
          {roles.map(({ role, label }) => (
            <li key={role}><NavLink to={`/how-it-works/${role}`}>{label()}</NavLink></li>
          ))}
        </ul>
      </nav>
      <article className="reading">
        <h1>{title}</h1>
        <p className="lede">{lede}</p>
        {parts.map((part) => (
          <section key={part.title}>
            <h2>{part.title}</h2>
            {part.text.map((line) => <p key={line}>{line}</p>)}
          </section>
        ))}
      </article>
    </>
  );
}
