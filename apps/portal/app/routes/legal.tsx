import { m } from '@app/messages';
import { data } from 'react-router';
import type { Route } from './+types/legal';
import { isLegal, legal } from '~/guides.server';
import '~/theme/guide.css';

export function loader({ params: { document } }: Route.LoaderArgs) {
  if (!isLegal(document)) throw data(null, { status: 404 });
  return legal[document]();
}

export const meta: Route.MetaFunction = ({ loaderData }) =>
  loaderData ? [{ title: m.title_of({ page: loaderData.title }) }, { name: 'description', content: loaderData.lede }] : [];

export default function Legal({ loaderData: { title, lede, parts } }: Route.ComponentProps) {
  return (
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
  );
}
