import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { currencies } from '~/amounts';
import { decisionRules, ipShortOf, noAwardRules, phaseKinds, wordFor } from '~/components/choices';
import { phaseName } from '~/components/challenge/terms';
import { ChoiceField, Field, SelectField, Submit, TextField, TickField, type Option } from '~/components/form';
import { formLabels, FormFields } from './form-fields';
import type { Section } from './sections';

type Challenge = View<'ChallengeView'>;

interface Parts {
  challenge: Challenge;
  /** How many rows each list of the form has, by its name such as `phases.0.criteria`. */
  rows: (list: string) => number;
  zones: readonly string[];
}

/** Names of all fields of a section, for their labels and for the summary of mistakes. */
export function labelsOf(section: Section, challenge: Challenge, rows: Parts['rows']): Record<string, string> {
  const merged = (...parts: Record<string, string>[]): Record<string, string> => Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
  const numbered = (list: string, names: Record<string, (inputs: { number: number }) => string>) =>
    Object.fromEntries(Array.from({ length: rows(list) }, (_, row) => Object.entries(names).map(([name, label]) => [`${list}.${row}.${name}`, label({ number: row + 1 })] as const)).flat());
  const labels: Record<Section, () => Record<string, string>> = {
    problem: () => ({ title: m.draft_title(), summary: m.draft_summary(), 'brief.need': m.draft_need(), 'brief.context': m.draft_context(), topics: m.draft_topics() }),
    tried: () => ({ 'brief.tried': m.draft_tried() }),
    limits: () => ({ 'brief.limits': m.draft_limits() }),
    outcome: () => ({
      'brief.success': m.draft_success(), 'brief.deliverables': m.draft_deliverables(), 'brief.wantedTrl': m.draft_trl(), 'brief.metric.name': m.draft_metric_name(), 'brief.metric.unit': m.draft_metric_unit(),
      'brief.metric.baseline': m.draft_metric_baseline(), 'brief.metric.target': m.draft_metric_target(), 'brief.metric.dueAt': m.draft_metric_due(),
    }),
    criteria: () => merged(...challenge.phases.map((_, index) => numbered(`phases.${index}.criteria`, { title: m.draft_criterion, weight: m.draft_criterion_weight, description: m.draft_criterion_text }))),
    form: () => merged(...challenge.phases.map((_, index) => formLabels(`phases.${index}.form`, rows(`phases.${index}.form.questions`)))),
    prize: () => merged({ bounty: m.draft_bounty(), currency: m.draft_currency() }, ...challenge.phases.map((_, index) => numbered(`phases.${index}.prizes`, { title: m.draft_prize, place: m.draft_prize_place, amount: m.draft_prize_amount }))),
    dates: () => merged({ timezone: m.draft_timezone(), judgingDays: m.draft_judging_days() }, ...challenge.phases.map((_, index) => ({ [`phases.${index}.kind`]: m.draft_phase_kind(), [`phases.${index}.opensAt`]: m.dates_opens(), [`phases.${index}.closesAt`]: m.dates_closes() }))),
    rules: () => ({
      ipTerms: m.challenge_ip(), decisionRule: m.rules_decides(), noAwardRule: m.draft_no_award(), passMark: m.draft_pass_mark(), 'judgeRoles.independent': m.draft_judges_independent(), 'judgeRoles.sponsor': m.draft_judges_sponsor(),
      eligibility: m.rules_eligibility(), entry: m.draft_entry(), capacity: m.draft_capacity(), visibility: m.draft_visibility(), countries: m.draft_countries(),
    }),
  };
  return labels[section]();
}

export function SectionFields({ section, ...parts }: Parts & { section: Section }) {
  const { challenge } = parts;
  switch (section) {
    case 'problem':
      return (
        <>
          <Field name="title" help={m.draft_title_help()} maxLength={200} />
          <TextField name="summary" help={m.draft_summary_help()} rows={3} maxLength={1000} />
          <TextField name="brief.need" help={m.draft_need_help()} rows={8} />
          <TextField name="brief.context" help={m.draft_context_help()} rows={5} />
          <Field name="topics" help={m.draft_topics_help()} />
        </>
      );
    case 'tried':
      return <TextField name="brief.tried" help={m.draft_tried_help()} rows={8} />;
    case 'limits':
      return <TextField name="brief.limits" help={m.draft_limits_help()} rows={8} />;
    case 'outcome':
      return (
        <>
          <TextField name="brief.success" help={m.draft_success_help()} rows={5} />
          <TextField name="brief.deliverables" help={m.draft_deliverables_help()} rows={5} />
          <SelectField name="brief.wantedTrl" help={m.draft_trl_help()} empty={m.draft_trl_any()} options={trlOptions()} />
          <fieldset className="group">
            <legend>{m.challenge_metric()}</legend>
            <p className="field-help">{m.draft_metric_help()}</p>
            <Field name="brief.metric.name" help={m.draft_metric_name_help()} />
            <Field name="brief.metric.unit" help={m.draft_metric_unit_help()} />
            <div className="in-row">
              <Field name="brief.metric.baseline" inputMode="decimal" />
              <Field name="brief.metric.target" inputMode="decimal" />
              <Field name="brief.metric.dueAt" type="date" />
            </div>
          </fieldset>
        </>
      );
    case 'criteria':
      return challenge.phases.map((phase, index) => (
        <PhaseGroup key={phase.id} challenge={challenge} index={index}>
          <Rows list={`phases.${index}.criteria`} count={parts.rows(`phases.${index}.criteria`)} known={phase.criteria}>
            {(at) => (
              <>
                <div className="in-row wide-first">
                  <Field name={`${at}.title`} maxLength={120} />
                  <Field name={`${at}.weight`} inputMode="numeric" />
                </div>
                <TextField name={`${at}.description`} rows={2} />
              </>
            )}
          </Rows>
        </PhaseGroup>
      ));
    case 'form':
      return challenge.phases.map((phase, index) => (
        <PhaseGroup key={phase.id} challenge={challenge} index={index}>
          <FormFields at={`phases.${index}.form`} form={phase.form} rows={parts.rows(`phases.${index}.form.questions`)} isBlind={challenge.kind === 'prize'} />
        </PhaseGroup>
      ));
    case 'prize':
      return (
        <>
          <ChoiceField name="bounty" options={[{ value: 'money', label: m.draft_bounty_money(), help: m.draft_bounty_money_help() }, { value: 'none', label: m.draft_bounty_none(), help: m.draft_bounty_none_help() }]} />
          <SelectField name="currency" empty={m.draft_currency_empty()} options={currencies.map((value) => ({ value, label: value }))} />
          {challenge.phases.map((phase, index) => (
            <PhaseGroup key={phase.id} challenge={challenge} index={index}>
              <Rows list={`phases.${index}.prizes`} count={parts.rows(`phases.${index}.prizes`)} known={phase.prizes}>
                {(at) => (
                  <>
                    <div className="in-row wide-first">
                      <Field name={`${at}.title`} maxLength={120} />
                      <Field name={`${at}.amount`} inputMode="decimal" help={m.draft_prize_amount_help()} />
                    </div>
                    <div className="in-row">
                      <SelectField name={`${at}.place`} empty={m.draft_prize_no_place()} options={Array.from({ length: 10 }, (_, place) => ({ value: String(place + 1), label: String(place + 1) }))} />
                    </div>
                  </>
                )}
              </Rows>
            </PhaseGroup>
          ))}
        </>
      );
    case 'dates':
      return (
        <>
          <SelectField name="timezone" help={m.draft_timezone_help()} empty={m.draft_timezone_empty()} options={parts.zones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))} />
          {challenge.phases.map((phase, index) => (
            <fieldset key={phase.id} className="group">
              <legend>{m.draft_phase({ number: index + 1 })}</legend>
              <SelectField name={`phases.${index}.kind`} options={options(phaseKinds)} />
              <div className="in-row">
                <Field name={`phases.${index}.opensAt`} type="datetime-local" />
                <Field name={`phases.${index}.closesAt`} type="datetime-local" help={m.dates_closes_note()} />
              </div>
            </fieldset>
          ))}
          <Field name="judgingDays" inputMode="numeric" help={m.draft_judging_days_help()} />
        </>
      );
    case 'rules':
      return (
        <>
          <ChoiceField name="ipTerms" help={m.draft_ip_help()} options={options(ipShortOf(challenge.bounty))} />
          <ChoiceField name="decisionRule" options={options(decisionRules)} />
          <ChoiceField name="noAwardRule" help={m.draft_no_award_help()} options={options(noAwardRules)} />
          <Field name="passMark" inputMode="numeric" help={m.draft_pass_mark_help()} />
          <fieldset className="group">
            <legend>{m.draft_judges()}</legend>
            <TickField name="judgeRoles.independent" />
            <TickField name="judgeRoles.sponsor" />
          </fieldset>
          <TextField name="eligibility" help={m.draft_eligibility_help()} rows={6} />
          <Field name="countries" help={m.draft_countries_help()} />
          <ChoiceField name="entry" options={[{ value: 'open', label: m.draft_entry_open() }, { value: 'capped', label: m.draft_entry_capped() }]} />
          <Field name="capacity" inputMode="numeric" help={m.draft_capacity_help()} />
          <ChoiceField name="visibility" options={[{ value: 'public', label: m.draft_visibility_public() }, { value: 'unlisted', label: m.draft_visibility_unlisted() }]} />
        </>
      );
  }
}

/** Stands after the form's main button: Enter in a field presses the first one. */
export function PhaseButtons({ challenge }: { challenge: Challenge }) {
  return (
    <>
      <Submit name="intent" value="add-phase" variant="default">{m.draft_add_phase()}</Submit>
      {challenge.phases.length > 1 && <Submit name="intent" value="drop-phase" variant="default">{m.draft_drop_phase()}</Submit>}
    </>
  );
}

const options = (words: Readonly<Record<string, () => string>>): Option[] => Object.keys(words).map((value) => ({ value, label: wordFor(words, value) }));

const trlOptions = (): Option[] => Array.from({ length: 9 }, (_, level) => ({ value: String(level + 1), label: m.draft_trl_level({ level: level + 1 }) }));

/** With one phase its name would say nothing. */
function PhaseGroup({ challenge, index, children }: { challenge: Challenge; index: number; children: React.ReactNode }) {
  if (challenge.phases.length === 1) return children;
  return (
    <fieldset className="group">
      <legend>{phaseName(challenge, challenge.phases[index]!)}</legend>
      {children}
    </fieldset>
  );
}

/** The rows of a list: those that are there and some empty ones, so that nothing needs scripts. */
function Rows({ list, count, known, children }: { list: string; count: number; known: readonly { id: string }[]; children: (at: string) => React.ReactNode }) {
  return Array.from({ length: count }, (_, row) => {
    const at = `${list}.${row}`;
    return (
      <div className="form-row" key={at} id={row === 0 ? list : undefined} tabIndex={row === 0 ? -1 : undefined}>
        {known[row] && <input type="hidden" name={`${at}.id`} value={known[row].id} />}
        {children(at)}
      </div>
    );
  });
}
