import { m } from '@app/messages';
import { data, Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/section';
import { found, foundOrNothing, ifMatch } from '~/answers.server';
import { apiFor, type PageArgs } from '~/api';
import { Form, Submit } from '~/components/form';
import { Money } from '~/components/money';
import { atFormRows, editsOf } from '~/drafts/edits.server';
import { labelsOf, PhaseButtons, SectionFields } from '~/drafts/fields';
import { isSection, sectionOf, sections, sectionTexts, type Section } from '~/drafts/sections';
import { valuesOf } from '~/drafts/values';
import { readinessInWords } from '~/findings.server';
import { field, notShown, refusedAsTyped, type Refusal } from '~/problems.server';
import '~/theme/challenge.css';
import '~/theme/draft.css';

function sectionIn(params: { section: string }): Section {
  if (!isSection(params.section)) throw data(null, { status: 404 });
  return params.section;
}

const read = async (args: PageArgs, id: string) => found(await apiFor(args).GET('/api/v1/challenges/{id}', { params: { path: { id } } }));

export async function loader(args: Route.LoaderArgs) {
  const section = sectionIn(args.params);
  const challenge = await read(args, args.params.id);
  if (!challenge.can.includes('edit')) throw redirect(`/drafts/${challenge.id}`);
  const byId = { params: { path: { id: challenge.id } } };
  const [readiness, reviews, cost] = await Promise.all([
    apiFor(args).GET('/api/v1/challenges/{id}/readiness', byId).then(found).then(readinessInWords),
    apiFor(args).GET('/api/v1/challenges/{id}/reviews', byId).then(found),
    section === 'prize' ? apiFor(args).GET('/api/v1/challenges/{id}/cost', byId).then(foundOrNothing) : undefined,
  ]);
  const findings = (all: typeof readiness.missing) => all.filter((one) => one.section === section).map(({ detail }) => detail);
  const review = reviews.items.at(-1);
  const asked = review?.outcome === 'request_changes' ? review.edits.filter(({ pointer }) => sectionOf(pointer) === section).map(({ text }) => text) : [];
  return { section, challenge, cost, asked, missing: findings(readiness.missing), warnings: findings(readiness.warnings), zones: section === 'dates' ? ['UTC', ...Intl.supportedValuesOf('timeZone')] : [] };
}

/** Saves one section. A stale one is refused by the API: what was typed stays on the page, what is saved stands beside it. */
export async function action(args: Route.ActionArgs) {
  const section = sectionIn(args.params);
  const form = await args.request.formData();
  const current = await read(args, args.params.id);
  const version = field(form, 'version');
  const { edits, mistakes, rows } = editsOf(section, form, current);
  const values = Object.fromEntries([...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
  if (mistakes.length > 0) {
    return data<Refusal & { current?: typeof current }>({ problem: { status: 422, code: 'request_invalid', title: m.draft_unreadable(), errors: mistakes }, values }, { status: 422 });
  }
  const { data: saved, error, response } = await apiFor(args).PATCH('/api/v1/challenges/{id}', { params: { path: { id: current.id }, header: ifMatch(version) }, body: edits });
  if (response.status === 404 || response.status === 403) throw notShown(response, error);
  if (!response.ok) {
    const refusal = refusedAsTyped(response, error, form);
    const problem = atFormRows(refusal.data.problem, rows);
    const isStale = response.status === 412;
    return data<Refusal & { current?: typeof current }>({ problem: isStale ? { ...problem, title: m.draft_stale_title(), detail: m.draft_stale() } : problem, values, ...(isStale && { current }) }, refusal.init ?? undefined);
  }
  if (current.state === 'approved' && saved!.state !== 'approved') throw redirect(`/drafts/${current.id}?saved=${section}&reopened`, 303);
  const next = sections[sections.indexOf(section) + 1];
  switch (field(form, 'intent')) {
    case 'next':
      throw redirect(next ? `/drafts/${current.id}/${next}` : `/drafts/${current.id}?saved=${section}`, 303);
    case 'stay':
    case 'add-phase':
    case 'drop-phase':
      throw redirect(`/drafts/${current.id}/${section}?saved`, 303);
    default:
      throw redirect(`/drafts/${current.id}?saved=${section}`, 303);
  }
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData ? `${sectionTexts[loaderData.section].title()}: ${loaderData.challenge.title}` : m.draft_word() }) }];

export default function DraftSection({ loaderData, actionData }: Route.ComponentProps) {
  const { section, asked, missing, warnings, zones, cost } = loaderData;
  const isSaved = useSearchParams()[0].has('saved') && !actionData;
  // After a stale save the loader may still hold what was read before; the action knows what is saved now.
  const challenge = actionData?.current ?? loaderData.challenge;
  const typed = actionData?.values ?? {};
  const rows = (list: string) => {
    const [, index, name] = /^phases\.(\d+)\.(criteria|prizes|form)/.exec(list) ?? [];
    const phase = challenge.phases[Number(index)];
    const saved = phase ? (name === 'form' ? (phase.form.isFromCriteria ? 0 : phase.form.questions.length) : phase[name as 'criteria' | 'prizes'].length) : 0;
    const posted = Object.keys(typed).filter((key) => key.startsWith(`${list}.`)).map((key) => Number(key.slice(list.length + 1).split('.', 1)[0]));
    return Math.max(Math.max(3, saved + 1), ...posted.map((row) => row + 1));
  };
  const texts = sectionTexts[section];
  return (
    <div className="reading">
      <p><Link to={`/drafts/${challenge.id}`}>{m.draft_back()}</Link></p>
      <p className="soft">{challenge.title}</p>
      <h1>{texts.title()}</h1>
      <p>{texts.lede()}</p>
      {challenge.state === 'approved' && <p className="notice" data-tone="wait">{m.draft_reopens()}{challenge.bounty === 'money' && ` ${m.draft_paid_back()}`}</p>}
      {isSaved && <p className="notice" role="status">{m.draft_saved()}</p>}
      {asked.length > 0 && (
        <section className="asked sheet" aria-labelledby="asked">
          <h2 id="asked">{m.draft_asked_title()}</h2>
          <ul>{asked.map((text) => <li key={text}>{text}</li>)}</ul>
        </section>
      )}
      {(missing.length > 0 || warnings.length > 0) && !actionData && (
        <details className="findings">
          <summary>{m.draft_section_findings({ count: missing.length + warnings.length })}</summary>
          <ul>{[...missing, ...warnings].map((detail) => <li key={detail}>{detail}</li>)}</ul>
        </details>
      )}
      <Form key={`${challenge.id} ${section} ${loaderData.challenge.version}`} answer={actionData} labels={labelsOf(section, challenge, rows)} initial={valuesOf(challenge)}>
        {actionData?.current && <SavedNow section={section} challenge={actionData.current} rows={rows} />}
        <input type="hidden" name="version" value={challenge.version} />
        <SectionFields section={section} challenge={challenge} rows={rows} zones={zones} />
        {cost?.total && cost.bounty && cost.fee && (
          <p className="cost-line">{m.draft_cost_saved()} <Money value={cost.bounty} /> + <Money value={cost.fee} /> {m.draft_cost_fee()} = <strong><Money value={cost.total} /></strong></p>
        )}
        <p className="buttons">
          <Submit>{m.draft_save()}</Submit>
          <Submit name="intent" value="next" variant="default">{m.draft_save_next()}</Submit>
          {(section === 'criteria' || section === 'form' || section === 'prize') && <Submit name="intent" value="stay" variant="default">{m.draft_save_more()}</Submit>}
          {section === 'dates' && <PhaseButtons challenge={challenge} />}
        </p>
      </Form>
    </div>
  );
}

/** What somebody else saved meanwhile, to compare with. */
function SavedNow({ section, challenge, rows }: { section: Section; challenge: Parameters<typeof valuesOf>[0]; rows: (list: string) => number }) {
  const values = valuesOf(challenge);
  const shown = Object.entries(labelsOf(section, challenge, rows)).filter(([name]) => values[name]);
  return (
    <details className="findings" open>
      <summary>{m.draft_stale_saved()}</summary>
      <dl>
        {shown.map(([name, label]) => (
          <div key={name}><dt>{label}</dt><dd>{values[name]}</dd></div>
        ))}
      </dl>
    </details>
  );
}
