import type { View } from '@app/api-client';
import { m } from '@app/messages';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Badge } from '~/components/challenge-badge';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { When } from '~/components/when';
import { useInstant } from '~/instant';
import { doneText, effectText, findingText, isTimed, subjectText, wordingOf } from './words';

/** A statement of reasons: what was decided, by which rule, on which facts. */
export function Statement({ statement }: { statement: View<'StatementView'> }) {
  const { subject, state, finding, ground, facts, measures, holding, foundBy, decidedAt, endsAt, overAt, overBecause, organisationName, appealUntil } = statement;
  return (
    <>
      <p><Badge wording={wordingOf(state)} /></p>
      <Facts
        items={[
          { label: m.statement_about(), value: subject.path ? <Link to={subject.path}>{subjectText(subject)}</Link> : subjectText(subject) },
          { label: m.statement_organisation(), value: organisationName },
          { label: m.statement_finding(), value: findingText(statement) },
          { label: m.statement_measures(), value: doneText({ finding, measures }) },
          { label: m.statement_ground(), value: ground },
          { label: m.statement_decided(), value: <When at={decidedAt} /> },
          { label: m.statement_over(), value: overAt && <When at={overAt} /> },
          { label: m.statement_found(), value: foundBy === 'report' ? m.statement_found_report() : m.statement_found_own() },
          { label: m.statement_machine(), value: m.statement_machine_no() },
          { label: m.statement_appeal_until(), value: <When at={appealUntil} /> },
        ]}
      />
      <section className="work-part" aria-labelledby="facts-relied-on">
        <h2 id="facts-relied-on">{m.statement_facts()}</h2>
        <p className="as-typed">{facts}</p>
        {finding === 'breach' && holding.length > 0 && <><h3>{m.statement_effects()}</h3>{holding.map((one) => <p key={one}>{effectText(one)} <Until measure={one} endsAt={endsAt} /></p>)}</>}
        {overBecause && <><h3>{m.statement_over_because()}</h3><p className="as-typed">{overBecause}</p></>}
      </section>
    </>
  );
}

function Until({ measure, endsAt }: { measure: string; endsAt: string | null }) {
  const until = useInstant(endsAt);
  if (endsAt && isTimed(measure)) return m.statement_until({ until });
  return measure === 'pause_challenge' ? m.statement_until_limit() : m.statement_until_lifted();
}

/** What was said against it, and what came of that. */
export function Appeal({ appeal }: { appeal: View<'ModerationAppealView'> }) {
  const { state, text, filedAt, reason, decidedAt, aloneFrom, isAlone } = appeal;
  return (
    <section className="work-part" aria-labelledby="appeal">
      <h2 id="appeal">{m.statement_appeal()}</h2>
      <Facts
        items={[
          { label: m.statement_appeal_filed(), value: <When at={filedAt} /> },
          { label: m.statement_appeal_outcome(), value: state === 'open' ? m.statement_appeal_open() : state === 'upheld' ? m.statement_appeal_upheld() : m.statement_appeal_reversed() },
          { label: m.statement_appeal_decided(), value: decidedAt && <When at={decidedAt} /> },
          { label: m.statement_appeal_alone_from(), value: state === 'open' && aloneFrom && <When at={aloneFrom} /> },
        ]}
      />
      {isAlone && <p className="notice" data-tone="wait">{m.statement_appeal_alone()}</p>}
      <p className="as-typed">{text}</p>
      {reason && <><h3>{m.statement_appeal_reason()}</h3><p className="as-typed">{reason}</p></>}
    </section>
  );
}

/** Decisions in a list, each with where it is read. */
export function DecisionRows({ decisions, to, empty, level: Heading = 'h2' }: { decisions: readonly View<'ListedDecisionView'>[]; to: string; empty: { title: string; why: string; action?: ReactNode }; level?: 'h2' | 'h3' }) {
  if (decisions.length === 0) return <EmptyState heading={Heading} {...empty} />;
  return (
    <ul className="rows">
      {decisions.map(({ id, subject, state, finding, ground, measures, decidedAt, appeal }) => (
        <li key={id} className="sheet">
          <Heading><Link to={`${to}/${id}`}>{subjectText(subject)}</Link></Heading>
          <p><Badge wording={wordingOf(state)} /> <span className="soft">{findingText({ state, finding })}</span></p>
          <Facts
            items={[
              { label: m.statement_measures(), value: doneText({ finding, measures }) },
              { label: m.statement_ground(), value: ground },
              { label: m.statement_decided(), value: <When at={decidedAt} /> },
              { label: m.statement_appeal_filed(), value: appeal && <When at={appeal.filedAt} /> },
            ]}
          />
        </li>
      ))}
    </ul>
  );
}
