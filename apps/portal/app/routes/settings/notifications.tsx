import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/notifications';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Form, SelectField, Submit } from '~/components/form';
import { field, refused, translatedCode } from '~/problems.server';
import '~/theme/work.css';
import '~/theme/inbox.css';

type Setting = View<'NotificationSettingView'>;
type Choice = Setting['choice'];
const parts = ['sponsor', 'solver', 'judge', 'agreement', 'money', 'rules'] as const;

export async function loader(args: Route.LoaderArgs) {
  const { settings, timeZone, digestHour } = found(await apiFor(args).GET('/api/v1/me/notification-settings'));
  const named = settings.map((setting) => ({ ...setting, name: translatedCode(`notification_kind_${setting.kind}`) ?? setting.kind }));
  return { settings: named, timeZone, digestHour, zones: [...new Set(['UTC', timeZone, ...Intl.supportedValuesOf('timeZone')])] };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const settings = [...form.entries()].filter(([name]) => name.startsWith('mail.')).map(([name, choice]) => ({ kind: name.slice(5) as Setting['kind'], choice: choice as Choice }));
  const { error, response } = await apiFor(args).PUT('/api/v1/me/notification-settings', { body: { timeZone: field(form, 'timeZone'), settings } });
  if (!response.ok) return refused(response, error, form);
  throw redirect('/settings/notifications?saved', 303);
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.settings_notifications() }) }];

export default function Notifications({ loaderData: { settings, timeZone, digestHour, zones }, actionData }: Route.ComponentProps) {
  const isSaved = useSearchParams()[0].has('saved') && !actionData;
  return (
    <div className="reading">
      <h1>{m.settings_notifications()}</h1>
      {isSaved && <p className="notice" role="status">{m.settings_notifications_saved()}</p>}
      <p>{m.settings_notifications_text()}</p>
      <p>{m.settings_notifications_always()}</p>
      <Form answer={actionData} labels={{ timeZone: m.settings_notifications_zone() }} initial={{ timeZone }}>
        {parts.map((part) => <Part key={part} part={part} settings={settings.filter((setting) => setting.part === part)} />)}
        <SelectField name="timeZone" help={m.settings_notifications_zone_help({ hour: `${String(digestHour).padStart(2, '0')}:00` })} options={zones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))} />
        <Submit>{m.settings_notifications_save()}</Submit>
      </Form>
    </div>
  );
}

const partName = { sponsor: m.notification_part_sponsor, solver: m.notification_part_solver, judge: m.notification_part_judge, agreement: m.notification_part_agreement, money: m.notification_part_money, rules: m.notification_part_rules };
const choiceName = { at_once: m.settings_notifications_at_once, digest: m.settings_notifications_digest, off: m.settings_notifications_off };

function Part({ part, settings }: { part: (typeof parts)[number]; settings: (Setting & { name: string })[] }) {
  const [free, fixed] = [settings.filter(({ choices }) => choices.length > 1), settings.filter(({ choices }) => choices.length === 1)];
  return (
    <section aria-labelledby={`part-${part}`}>
      <h2 id={`part-${part}`}>{partName[part]()}</h2>
      {free.length > 0 && (
        <table className="mail-choices">
          <tbody>
            {free.map(({ kind, name, choice, choices }) => (
              <tr key={kind}>
                <th scope="row"><label htmlFor={`mail.${kind}`}>{name}</label></th>
                <td>
                  <select className="control" id={`mail.${kind}`} name={`mail.${kind}`} defaultValue={choice}>
                    {choices.map((one) => <option key={one} value={one}>{choiceName[one]()}</option>)}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {fixed.length > 0 && (
        <details>
          <summary>{m.settings_notifications_fixed({ count: fixed.length })}</summary>
          <ul>{fixed.map(({ kind, name }) => <li key={kind}>{name}</li>)}</ul>
        </details>
      )}
    </section>
  );
}
