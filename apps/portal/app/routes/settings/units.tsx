import type { View } from '@app/api-client';
import { m } from '@app/messages';
import type { ReactNode } from 'react';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/units';
import { found, ifMatch, once } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Field, Form, Submit, type FormAnswer } from '~/components/form';
import { Pager } from '~/components/pager';
import { field, refused } from '~/problems.server';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const search = new URL(args.request.url).searchParams;
  const [id, after] = [search.get('organisation'), search.get('members') ?? undefined];
  if (!id) throw redirect('/settings/organisation');
  const path = { id };
  const [organisation, members, units] = await Promise.all([
    api.GET('/api/v1/organisations/{id}', { params: { path } }).then(found),
    api.GET('/api/v1/organisations/{id}/members', { params: { path, query: { limit: 50, after } } }).then(found),
    api.GET('/api/v1/organisations/{id}/units', { params: { path } }).then(found),
  ]);
  return { organisation, members: members.items, next: members.next, units: units.items, idempotencyKey: crypto.randomUUID() };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const id = new URL(args.request.url).searchParams.get('organisation') ?? '';
  const [unitId, memberId] = [field(form, 'unit'), field(form, 'member')];
  const header = ifMatch(field(form, 'version'));
  const body = { name: field(form, 'name') };
  const results = {
    add: () => api.POST('/api/v1/organisations/{id}/units', { params: { path: { id } }, headers: once(form), body }),
    rename: () => api.PATCH('/api/v1/organisations/{id}/units/{unitId}', { params: { path: { id, unitId }, header }, body }),
    remove: () => api.DELETE('/api/v1/organisations/{id}/units/{unitId}', { params: { path: { id, unitId } } }),
    place: () => api.PUT('/api/v1/organisations/{id}/members/{memberId}/unit', { params: { path: { id, memberId }, header }, body: { unitId: unitId || null } }),
  };
  const intent = field(form, 'intent');
  const { error, response } = await (Object.hasOwn(results, intent) ? results[intent as keyof typeof results] : results.add)();
  if (!response.ok) return refused(response, error, form);
  // back to the same page of members
  const search = new URL(args.request.url).searchParams;
  search.set('done', '');
  throw redirect(`/settings/units?${search.toString()}`, 303);
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.units_title() }) }];

/** Faculties, laboratories, plants: the parts of an organisation, and who works where. */
export default function UnitSettings({ loaderData: { organisation, members, next, units, idempotencyKey }, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const answerTo = (intent: string, name: 'unit' | 'member', id: string) => (actionData?.values.intent === intent && actionData.values[name] === id ? actionData : undefined);
  const mayManage = organisation.can.includes('manage_units');
  return (
    <div className="reading">
      <h1>{m.units_title()}</h1>
      <p><Link to={`/settings/organisation?of=${organisation.id}`}>{organisation.name}</Link></p>
      {search.has('done') && !actionData && <p className="notice" role="status">{m.settings_saved()}</p>}
      {units.length === 0 ? <EmptyState title={m.units_empty_title()} why={m.units_empty()} /> : (
        <ul className="plain-list">
          {units.map((unit) => (
            <li key={`${unit.id} ${unit.version}`}>
              <strong>{unit.name}</strong>{unit.members !== null && <span className="soft"> · {m.units_members({ count: unit.members })}</span>}
              {mayManage && <ChangeUnit unit={unit} renamed={answerTo('rename', 'unit', unit.id)} removed={answerTo('remove', 'unit', unit.id)} />}
            </li>
          ))}
        </ul>
      )}
      {mayManage && (
        <section aria-labelledby="add">
          <h2 id="add">{m.units_add()}</h2>
          <Form answer={actionData?.values.intent === 'add' ? actionData : undefined} labels={{ name: m.units_name() }} key={idempotencyKey}>
            <input type="hidden" name="intent" value="add" />
            <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
            <Field name="name" help={m.units_name_help()} autoComplete="off" maxLength={200} />
            <Submit>{m.units_add_action()}</Submit>
          </Form>
        </section>
      )}
      {units.length > 0 && (
        <section aria-labelledby="where">
          <h2 id="where">{m.units_where()}</h2>
          <ul className="plain-list">
            {members.map((member) => (
              <li key={`${member.id} ${member.version}`}>
                {member.name}
                {mayManage ? <Place member={member} units={units} answer={answerTo('place', 'member', member.id)} /> : <span className="soft"> · {units.find(({ id }) => id === member.unitId)?.name ?? m.units_nowhere()}</span>}
              </li>
            ))}
          </ul>
          <Pager next={next} param="members" of={m.units_where()} />
        </section>
      )}
    </div>
  );
}

function ChangeUnit({ unit: { id, name, version }, renamed, removed }: { unit: View<'UnitView'>; renamed: FormAnswer | undefined; removed: FormAnswer | undefined }) {
  const hidden = (intent: string) => <><input type="hidden" name="intent" value={intent} /><input type="hidden" name="unit" value={id} /></>;
  return (
    <details open={Boolean(renamed ?? removed)}>
      <summary>{m.units_change({ name })}</summary>
      <Form answer={renamed} labels={{}}>
        {hidden('rename')}
        <input type="hidden" name="version" value={version} />
        <Labelled label={m.units_name()}><input name="name" defaultValue={renamed?.values?.name ?? name} className="control" maxLength={200} autoComplete="off" /></Labelled>
        <Submit>{m.settings_save()}</Submit>
      </Form>
      <Form answer={removed} labels={{}}>
        {hidden('remove')}
        <p><Submit variant="default">{m.units_remove()}</Submit></p>
      </Form>
    </details>
  );
}

function Place({ member: { id, name, unitId, version }, units, answer }: { member: View<'MemberView'>; units: readonly View<'UnitView'>[]; answer: FormAnswer | undefined }) {
  return (
    <Form answer={answer} labels={{}} className="search-line">
      <input type="hidden" name="intent" value="place" />
      <input type="hidden" name="member" value={id} />
      <input type="hidden" name="version" value={version} />
      <select name="unit" defaultValue={unitId ?? ''} className="control" aria-label={m.units_of_member({ name })}>
        <option value="">{m.units_nowhere()}</option>
        {units.map((unit) => <option key={unit.id} value={unit.id}>{unit.name}</option>)}
      </select>
      <button type="submit" className="plain-button">{m.settings_save()}</button>
    </Form>
  );
}

/** Several such forms stand on one page, so that a label wraps its own box instead of pointing at an id. */
function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return <label className="field"><span>{label}</span>{children}</label>;
}
