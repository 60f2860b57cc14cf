import type { View } from '@app/api-client';
import { m } from '@app/messages';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ipShortOf, wordFor } from '~/components/choices';
import { Facts } from '~/components/facts';
import { Markdown } from '~/components/markdown';
import { Money } from '~/components/money';
import { ChallengeBadge } from '~/components/challenge-badge';
import { When } from '~/components/when';
import { formatLocale } from '~/locale';
import { HandIn } from './hand-in';
import { Clarifications } from './questions';
import { Paused } from './paused';
import { Criteria, Dates, Prizes } from './terms';
import { Proof, Rules } from './rules';
import { isOver, isToClose } from './standing';
import '~/theme/challenge.css';

export interface ArticleProps {
  challenge: View<'ChallengeView'>;
  proof?: View<'ProofOfFundingView'>;
  /** How many take part; nothing where it is not known. */
  entries?: number;
  action?: ReactNode;
  results?: ReactNode;
  clarifications?: readonly View<'ClarificationView'>[];
  questions?: ReactNode;
}

/** A challenge on one page: facts first, then every part under its own anchor, so that it prints and works without scripts. */
export function ChallengeArticle({ challenge, proof, entries, action, results, clarifications = [], questions }: ArticleProps) {
  const { brief } = challenge;
  const texts = [
    { id: 'problem', title: m.challenge_need(), text: brief.need },
    { id: 'context', title: m.challenge_context(), text: brief.context },
    { id: 'tried', title: m.challenge_tried(), text: brief.tried },
    { id: 'success', title: m.challenge_success(), text: brief.success },
    { id: 'limits', title: m.challenge_limits(), text: brief.limits },
    { id: 'deliverables', title: m.challenge_deliverables(), text: brief.deliverables ?? { html: '' } },
  ].filter(({ text }) => text !== null);
  const anchors = [
    ...(results ? [{ id: 'results', title: m.challenge_results() }] : []),
    ...texts,
    { id: 'criteria', title: m.challenge_criteria() },
    { id: 'prizes', title: m.challenge_prizes() },
    { id: 'dates', title: m.challenge_dates() },
    { id: 'rules', title: m.challenge_rules() },
    ...(proof ? [{ id: 'funding', title: m.challenge_funding() }] : []),
    ...(questions ? [{ id: 'questions', title: m.questions_title() }] : []),
  ];
  return (
    <article className="challenge">
      <header className="challenge-head">
        <p className="card-top">
          <ChallengeBadge challenge={challenge} />
          {challenge.topics.map((topic) => <Link key={topic} className="topic" to={`/challenges?topic=${topic}`}>{topic}</Link>)}
        </p>
        <h1>{challenge.title}</h1>
        {challenge.summary && <p className="lede">{challenge.summary}</p>}
        <Paused paused={challenge.paused} />
        <p>{m.challenge_by()} <Link to={`/organisations/${challenge.sponsor.slug}`}>{challenge.sponsor.name}</Link></p>
      </header>
      <aside id="facts" className="facts-card sheet" aria-label={m.challenge_facts()}>
        <FactsCard challenge={challenge} entries={entries} />
        {action && <div className="no-print">{action}</div>}
      </aside>
      <div className="challenge-body">
        <nav className="anchors no-print" aria-label={m.challenge_on_this_page()}>
          <ul>{anchors.map(({ id, title }) => <li key={id}><a href={`#${id}`}>{title}</a></li>)}</ul>
        </nav>
        {results && <section id="results"><h2>{m.challenge_results()}</h2>{results}</section>}
        {texts.map(({ id, title, text }) => (
          <section key={id} id={id}>
            <h2>{title}</h2>
            <Markdown html={text!.html} />
            {id === 'success' && <Metric metric={brief.metric} />}
            {id === 'deliverables' && <HandIn challenge={challenge} />}
          </section>
        ))}
        <section id="criteria"><h2>{m.challenge_criteria()}</h2><Criteria challenge={challenge} /></section>
        <section id="prizes"><h2>{m.challenge_prizes()}</h2><Prizes challenge={challenge} /></section>
        <section id="dates"><h2>{m.challenge_dates()}</h2><Dates challenge={challenge} /></section>
        <section id="rules"><h2>{m.challenge_rules()}</h2><Rules challenge={challenge} /><Clarifications clarifications={clarifications} /></section>
        {proof && <section id="funding"><h2>{m.challenge_funding()}</h2><Proof proof={proof} state={challenge.state} /></section>}
        {questions && <section id="questions"><h2>{m.questions_title()}</h2>{questions}</section>}
      </div>
    </article>
  );
}

function FactsCard({ challenge, entries }: Pick<ArticleProps, 'challenge' | 'entries'>) {
  const { bountyTotal, closesAt, ip, countries, state } = challenge;
  const names = new Intl.DisplayNames(formatLocale(), { type: 'region' });
  return (
    <Facts
      items={[
        { label: m.card_prize(), value: bountyTotal ? <Money value={bountyTotal} /> : challenge.bounty === 'none' ? m.card_no_bounty() : undefined },
        { label: isToClose(challenge) ? m.card_closes() : m.card_closed(), value: state !== 'cancelled' && closesAt && <When at={closesAt} /> },
        { label: m.challenge_ip(), value: ip && wordFor(ipShortOf(challenge.bounty), ip.terms) },
        { label: isOver(challenge) ? m.challenge_took_part() : m.challenge_working(), value: entries === undefined || state === 'scheduled' ? undefined : m.challenge_entries({ count: entries }) },
        { label: m.challenge_who(), value: countries ? countries.map((code) => names.of(code)).join(', ') : m.challenge_every_country() },
        { label: m.challenge_trl(), value: challenge.brief.wantedTrl && m.challenge_trl_value({ level: challenge.brief.wantedTrl }) },
      ]}
    />
  );
}

function Metric({ metric }: { metric: View<'MetricView'> | null }) {
  if (!metric) return null;
  const number = (value: number | null) => value !== null && `${new Intl.NumberFormat(formatLocale()).format(value)}${metric.unit ? ` ${metric.unit}` : ''}`;
  return (
    <div className="metric">
      <h3>{m.challenge_metric()}</h3>
      <Facts
        items={[
          { label: m.challenge_metric_name(), value: metric.name },
          { label: m.challenge_metric_baseline(), value: number(metric.baseline) || undefined },
          { label: m.challenge_metric_target(), value: number(metric.target) || undefined },
          { label: m.challenge_metric_due(), value: metric.dueAt && <When at={metric.dueAt} withTime={false} /> },
        ]}
      />
    </div>
  );
}
