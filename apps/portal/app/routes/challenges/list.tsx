import { m } from '@app/messages';
import { Form, Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/list';
import { currencies, minorUnits, type CurrencyCode } from '~/amounts';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { ChallengeCards } from '~/components/challenge-cards';
import { EmptyState } from '~/components/empty-state';
import { Pager } from '~/components/pager';
import { countryOptions } from '~/countries.server';
import '~/theme/list.css';

const statuses = ['open', 'scheduled', 'decided', 'completed'] as const;
const sorts = ['current', 'newest', 'closing', 'prize'] as const;
const pageSize = 20;

/** Every filter is in the address; what the browser sends empty counts as not asked. */
function wishOf(search: URLSearchParams) {
  const text = (name: string) => search.get(name)?.trim() || undefined;
  const oneOf = <T extends string>(name: string, values: readonly T[]) => values.find((value) => value === text(name));
  const currency = oneOf<CurrencyCode>('currency', currencies);
  const prize = text('prize');
  return {
    q: text('q'), topic: text('topic')?.toLowerCase().replace(/\s+/g, '-'), status: oneOf('status', statuses), sort: oneOf('sort', sorts) ?? 'current', country: text('country'), after: text('after'),
    currency, prizeMin: prize === undefined ? undefined : minorUnits(prize, currency ?? 'EUR'), hasBadPrize: prize !== undefined && minorUnits(prize, currency ?? 'EUR') === undefined,
  };
}

export async function loader(args: Route.LoaderArgs) {
  const search = new URL(args.request.url).searchParams;
  const { hasBadPrize, ...query } = wishOf(search);
  const answer = await apiFor(args).GET('/api/v1/challenges', { params: { query: { ...query, limit: pageSize } } });
  // a kept address may name a page of another order: it begins anew
  if (answer.response.status === 422 && query.after !== undefined) {
    search.delete('after');
    throw redirect(`/challenges?${search.toString()}`);
  }
  const page = found(answer);
  return { ...page, hasBadPrize, countries: countryOptions() };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.browse_title() }) }, { name: 'description', content: m.browse_description() }];

export default function Challenges({ loaderData: { items, next, hasBadPrize, countries } }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const isWhole = !next && !search.has('after');
  return (
    <>
      <h1>{m.browse_title()}</h1>
      {/* The address decides what the fields show: without the key a chip that is removed would leave its field filled. */}
      <Form method="get" id="find" role="search" className="find" key={search.toString()}>
        <div className="field">
          <label htmlFor="q">{m.browse_search()}</label>
          <input className="control" type="search" id="q" name="q" defaultValue={search.get('q') ?? ''} maxLength={200} />
        </div>
        <button className="plain-button strong" type="submit">{m.browse_search_action()}</button>
        <a className="to-filters" href="#filters">{m.browse_filters()}</a>
      </Form>
      <Chips countries={countries} />
      <div className="list-and-filters">
        <section aria-labelledby="results">
          <h2 id="results" className="visually-hidden">{m.browse_results()}</h2>
          <p role="status" className="soft">{isWhole ? m.browse_count({ count: items.length }) : m.browse_count_page({ count: items.length })}</p>
          {items.length > 0 ? <ChallengeCards challenges={items} /> : <NoResults />}
          <Pager next={next} />
        </section>
        <aside aria-labelledby="filters" className="filters" key={search.toString()}>
          <h2 id="filters">{m.browse_filters()}</h2>
          <Choice name="status" label={m.browse_status()} all={m.browse_status_all()} options={statuses.map((value) => ({ value, label: statusLabels[value]() }))} />
          <div className="field">
            <label htmlFor="topic">{m.browse_topic()}</label>
            <p className="field-help" id="topic-help">{m.browse_topic_help()}</p>
            <input className="control" form="find" id="topic" name="topic" aria-describedby="topic-help" defaultValue={search.get('topic') ?? ''} />
          </div>
          <Choice name="currency" label={m.browse_currency()} all={m.browse_currency_all()} options={currencies.map((value) => ({ value, label: value }))} />
          <div className="field">
            <label htmlFor="prize">{m.browse_prize()}</label>
            <p className="field-help" id="prize-help">{m.browse_prize_help()}</p>
            {hasBadPrize && <p className="field-error" id="prize-error">{m.amount_unreadable()}</p>}
            <input className="control" form="find" id="prize" name="prize" inputMode="decimal" aria-invalid={hasBadPrize || undefined} aria-describedby={`prize-help${hasBadPrize ? ' prize-error' : ''}`} defaultValue={search.get('prize') ?? ''} />
          </div>
          <Choice name="country" label={m.browse_country()} all={m.browse_country_all()} options={countries} />
          <Choice name="sort" label={m.browse_sort()} options={sorts.map((value) => ({ value, label: sortLabels[value]() }))} />
          <button className="plain-button strong" form="find" type="submit">{m.browse_apply()}</button>
        </aside>
      </div>
    </>
  );
}

const statusLabels = { open: m.state_open, scheduled: m.browse_status_scheduled, decided: m.state_decided, completed: m.state_completed };
const sortLabels = { current: m.browse_sort_current, newest: m.browse_sort_newest, closing: m.browse_sort_closing, prize: m.browse_sort_prize };

function Choice({ name, label, all, options }: { name: string; label: string; all?: string; options: readonly { value: string; label: string }[] }) {
  const [search] = useSearchParams();
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <select className="control" form="find" id={name} name={name} defaultValue={search.get(name) ?? ''}>
        {all !== undefined && <option value="">{all}</option>}
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </div>
  );
}

/** What is asked for, each with a link that drops it. */
function Chips({ countries }: { countries: readonly { value: string; label: string }[] }) {
  const [search] = useSearchParams();
  const prize = search.get('prize');
  const country = search.get('country');
  const chips = [
    { name: 'q', text: search.get('q') && `“${search.get('q')}”` },
    { name: 'status', text: statuses.map((value) => (value === search.get('status') ? statusLabels[value]() : '')).join('') },
    { name: 'topic', text: search.get('topic') && `# ${search.get('topic')}` },
    { name: 'currency', text: search.get('currency') },
    { name: 'prize', text: prize && m.browse_chip_prize({ amount: prize }) },
    { name: 'country', text: country && m.browse_chip_country({ country: countries.find(({ value }) => value === country)?.label ?? country }) },
  ].filter(({ text }) => text);
  if (chips.length === 0) return null;
  return (
    <ul className="chips" aria-label={m.browse_active()}>
      {chips.map(({ name, text }) => (
        <li key={name}>
          <Link to={{ search: without(search, name) }} aria-label={m.browse_drop({ filter: text! })}>
            {text} <span aria-hidden="true">×</span>
          </Link>
        </li>
      ))}
      <li><Link to="/challenges" className="chip-all">{m.browse_clear()}</Link></li>
    </ul>
  );
}

function without(search: URLSearchParams, name: string): string {
  const rest = new URLSearchParams([...search].filter(([key, value]) => key !== name && key !== 'after' && value !== ''));
  return rest.toString();
}

function NoResults() {
  const [search] = useSearchParams();
  const isFiltered = [...search.values()].some((value) => value !== '');
  return isFiltered ? (
    <EmptyState title={m.browse_none_title()} why={m.browse_none()} action={<Link to="/challenges">{m.browse_clear()}</Link>} />
  ) : (
    <EmptyState title={m.browse_empty_title()} why={m.browse_empty()} action={<Link to="/post">{m.nav_post()}</Link>} />
  );
}
