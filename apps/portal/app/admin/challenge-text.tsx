import type { View } from '@app/api-client';
import { m } from '@app/messages';
import type { ReactNode } from 'react';
import { phaseKinds, prizeKinds, ruleTopics, wordFor } from '~/components/choices';
import { Facts } from '~/components/facts';
import { fileTypeName } from '~/components/file-types';
import { Markdown } from '~/components/markdown';
import { Money } from '~/components/money';
import { When } from '~/components/when';

type Challenge = View<'ChallengeView'>;

/** Rules the sponsor chose, and where. */
const ruled = [['scores', '/passMark'], ['decision', '/decisionRule'], ['unreached', '/noAwardRule']] as const;

/** A draft part by part as its sponsor wrote it. */
export function ChallengeText({ challenge }: { challenge: Challenge }) {
  const { brief } = challenge;
  const texts = [['need', m.review_need()], ['context', m.review_context()], ['limits', m.review_limits()], ['success', m.review_success()], ['tried', m.review_tried()], ['deliverables', m.review_deliverables()]] as const;
  return (
    <>
      <Part pointer="/summary" title={m.review_summary()}>{challenge.summary}</Part>
      <Part pointer="/topics" title={m.draft_topics()}>{challenge.topics.join(', ')}</Part>
      {texts.map(([name, title]) => <Part key={name} pointer={`/brief/${name}`} title={title}>{brief[name] && <Markdown html={brief[name].html} />}</Part>)}
      <Part pointer="/brief/metric" title={m.review_metric()}>
        {brief.metric && <Facts items={[{ label: m.review_metric_name(), value: brief.metric.name }, { label: m.review_metric_baseline(), value: withUnit(brief.metric.baseline, brief.metric.unit) }, { label: m.review_metric_target(), value: withUnit(brief.metric.target, brief.metric.unit) }, { label: m.review_metric_due(), value: brief.metric.dueAt && <When at={brief.metric.dueAt} withTime={false} /> }]} />}
      </Part>
      <Part pointer="/brief/wantedTrl" title={m.draft_trl()}>{brief.wantedTrl === null ? m.draft_trl_any() : m.draft_trl_level({ level: brief.wantedTrl })}</Part>
      <Part pointer="/bounty" title={m.card_prize()}>{challenge.bounty === 'none' ? m.card_no_bounty() : challenge.currency && m.review_bounty({ currency: challenge.currency })}</Part>
      <Part pointer="/ipTerms" title={m.join_ip_title()}>{challenge.ip && <ul>{challenge.ip.sentences.map(({ code, text }) => <li key={code}>{text}</li>)}</ul>}</Part>
      <Part pointer="/eligibility" title={m.join_eligibility_title()}>{challenge.eligibility.length > 0 && <ol>{challenge.eligibility.map(({ number, text }) => <li key={number}>{text}</li>)}</ol>}</Part>
      <Part pointer="/judgeRoles" title={m.draft_judges()}>{challenge.judgeRoles.includes('sponsor') ? m.rules_sponsor_judges() : m.rules_independent_judges()}</Part>
      {ruled.map(([about, pointer]) => <Part key={about} pointer={pointer} title={wordFor(ruleTopics, about)}>{sentencesOf(challenge, about)}</Part>)}
      <Part pointer="/entry" title={m.draft_entry()}>{challenge.capacity === null ? m.draft_entry_open() : m.rules_capacity({ count: challenge.capacity })}</Part>
      <Part pointer="/countries" title={m.draft_countries()}>{challenge.countries?.join(', ') ?? m.challenge_every_country()}</Part>
      <Part pointer="/visibility" title={m.draft_visibility()}>{challenge.visibility === 'public' ? m.draft_visibility_public() : m.draft_visibility_unlisted()}</Part>
      <Part pointer="/timezone" title={m.review_timezone()}>{challenge.timezone}</Part>
      <Part pointer="/judgingDays" title={m.draft_judging_days()}>{challenge.judgingDays}</Part>
      {challenge.phases.map((phase, index) => <PhaseText key={phase.id} phase={phase} pointer={`/phases/${index}`} />)}
    </>
  );
}

function sentencesOf({ rules }: Challenge, about: string): ReactNode {
  const { sentences = [] } = rules.find((rule) => rule.about === about) ?? {};
  return sentences.length > 0 && <ul>{sentences.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>;
}

function PhaseText({ phase, pointer }: { phase: Challenge['phases'][number]; pointer: string }) {
  const { questions, isFromCriteria, fileTypes, maxFiles, allowNotAnonymised } = phase.form;
  const takesFiles = maxFiles > 0 && fileTypes.length > 0;
  return (
    <>
      <Part pointer={pointer} title={m.review_phase({ position: phase.position })}>
        <Facts items={[{ label: m.review_opens(), value: phase.opensAt && <When at={phase.opensAt} /> }, { label: m.card_closes(), value: phase.closesAt && <When at={phase.closesAt} /> }, { label: m.join_judged_until(), value: phase.judgingEndsAt && <When at={phase.judgingEndsAt} /> }]} />
      </Part>
      <Part pointer={`${pointer}/kind`} title={m.draft_phase_kind()}>{wordFor(phaseKinds, phase.kind)}</Part>
      <Part pointer={`${pointer}/criteria`} title={m.review_criteria()}>
        {phase.criteria.length > 0 && <ul>{phase.criteria.map(({ id, title, weight, description }) => <li key={id}>{m.console_criterion({ title, weight })}{description && <Markdown html={description.html} />}</li>)}</ul>}
      </Part>
      <Part pointer={`${pointer}/form`} title={m.review_questions()}>
        <ul>{questions.map(({ key, label, help, isRequired, maxLength }) => <li key={key}>{m.review_question({ label: isRequired ? label : m.hand_in_optional({ label }), count: maxLength })}{help && !isFromCriteria && <><br /><span className="soft">{help}</span></>}</li>)}</ul>
      </Part>
      <Part pointer={`${pointer}/form/fileTypes`} title={m.review_files()}>
        {takesFiles ? m.hand_in_files({ count: maxFiles, types: fileTypes.map(fileTypeName).join(', ') }) : m.hand_in_no_files()}
        {takesFiles && allowNotAnonymised && ` ${m.review_not_anonymised()}`}
      </Part>
      <Part pointer={`${pointer}/prizes`} title={m.review_prizes()}>
        {phase.prizes.length > 0 && <Facts items={phase.prizes.map(({ kind, place, title, amount }) => ({ label: m.review_prize({ title, place: place === null ? wordFor(prizeKinds, kind) : m.challenge_place({ place }) }), value: amount ? <Money value={amount} /> : m.award_selection() }))} />}
      </Part>
    </>
  );
}

function Part({ pointer, title, children }: { pointer: string; title: string; children: ReactNode }) {
  return (
    <section className="sheet work-part" id={`part${pointer.replaceAll('/', '-')}`}>
      <h3>{title}</h3>
      {children || <p className="soft">{m.review_left_empty()}</p>}
    </section>
  );
}

/** Every part an edit may be asked for, with its words. */
export function pointersOf(challenge: Challenge): { value: string; label: string }[] {
  const whole = [
    ['/title', m.review_title_field()], ['/summary', m.review_summary()], ['/topics', m.draft_topics()],
    ['/brief/need', m.review_need()], ['/brief/context', m.review_context()], ['/brief/limits', m.review_limits()], ['/brief/success', m.review_success()], ['/brief/tried', m.review_tried()],
    ['/brief/deliverables', m.review_deliverables()], ['/brief/metric', m.review_metric()], ['/brief/wantedTrl', m.draft_trl()], ['/bounty', m.card_prize()], ['/ipTerms', m.join_ip_title()],
    ['/eligibility', m.join_eligibility_title()], ['/judgeRoles', m.draft_judges()], ['/passMark', m.draft_pass_mark()], ['/decisionRule', wordFor(ruleTopics, 'decision')], ['/noAwardRule', m.draft_no_award()],
    ['/entry', m.draft_entry()], ['/countries', m.draft_countries()], ['/visibility', m.draft_visibility()], ['/timezone', m.review_timezone()], ['/judgingDays', m.draft_judging_days()],
  ] as const;
  const ofPhase = [['', m.review_dates()], ['/kind', m.draft_phase_kind()], ['/criteria', m.review_criteria()], ['/form', m.review_questions()], ['/form/fileTypes', m.review_files()], ['/prizes', m.review_prizes()]] as const;
  const phases = challenge.phases.flatMap(({ position }, index) => ofPhase.map(([part, words]) => ({ value: `/phases/${index}${part}`, label: m.review_of_phase({ part: words, position }) })));
  return [...whole.map(([value, label]) => ({ value, label })), ...phases];
}

function withUnit(value: number | null, unit: string | null): string | null {
  return value === null ? null : unit ? m.review_with_unit({ value, unit }) : String(value);
}
