import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/rules';
import { found, ifMatch } from '~/answers.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { Field, Form, Submit, TextField } from '~/components/form';
import { When } from '~/components/when';
import { field, refused } from '~/problems.server';

type Numbers = View<'RuleNumbersDto'>;
type NumberName = keyof Numbers;

const labels: Readonly<Record<NumberName, () => string>> = {
  feeBasisPoints: m.number_fee_basis_points,
  judgingDays: m.number_judging_days,
  passMark: m.number_pass_mark,
  silentReminderDays: m.number_silent_reminder_days,
  silentDays: m.number_silent_days,
  responseDays: m.number_response_days,
  fallbacks: m.number_fallbacks,
  appealHours: m.number_appeal_hours,
  objectionDays: m.number_objection_days,
  sponsorSignsDays: m.number_sponsor_signs_days,
  amendmentNoticeDays: m.number_amendment_notice_days,
  normalisedFromScores: m.number_normalised_from_scores,
  feeKeptWhenUnawardedPercent: m.number_fee_kept_when_unawarded_percent,
  cancellationShareBasisPoints: m.number_cancellation_share_basis_points,
  entriesPerMonth: m.number_entries_per_month,
};
const names = Object.keys(labels) as NumberName[];
const lists: readonly NumberName[] = ['silentReminderDays', 'responseDays'];

export async function loader(args: Route.LoaderArgs) {
  return found(await apiFor(args).GET('/api/v1/admin/rule-settings'));
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const read = (name: NumberName) => {
    const numbers = field(form, `numbers.${name}`).split(',').map((text) => (text.trim() === '' ? NaN : Number(text)));
    return lists.includes(name) ? numbers : numbers.length === 1 ? numbers[0] : NaN;
  };
  const numbers = Object.fromEntries(names.map((name) => [name, read(name)])) as unknown as Numbers;
  const { error, response } = await apiFor(args).PUT('/api/v1/admin/rule-settings', {
    params: { header: ifMatch(field(form, 'version')) }, body: { numbers, reason: field(form, 'reason') },
  });
  if (!response.ok) return refused(response, error, form);
  throw redirect('/admin/rules?changed', { status: 303 });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_rules() }) }];

export default function RuleSettings({ loaderData: { numbers, changedAt, version }, actionData }: Route.ComponentProps) {
  const isChanged = useSearchParams()[0].has('changed') && !actionData;
  const initial = Object.fromEntries(names.map((name) => [`numbers.${name}`, [numbers[name]].flat().join(', ')]));
  const words = Object.fromEntries(names.map((name) => [`numbers.${name}`, labels[name]()]));
  return (
    <div className="reading">
      <h1>{m.admin_rules()}</h1>
      {isChanged && <p className="notice" role="status">{m.rule_settings_done()}</p>}
      <p>{m.rule_settings_text()}</p>
      <Facts items={[{ label: m.rule_settings_changed(), value: changedAt && <When at={changedAt} /> }]} />
      <p>{m.rule_settings_lists()}</p>
      <Form answer={actionData} labels={{ ...words, reason: m.rule_settings_reason() }} initial={initial} className="work-part">
        <input type="hidden" name="version" value={version} />
        {names.map((name) => <Field key={name} name={`numbers.${name}`} inputMode="numeric" />)}
        <TextField name="reason" rows={2} help={m.rule_settings_reason_help()} />
        <Submit>{m.rule_settings_action()}</Submit>
      </Form>
    </div>
  );
}
