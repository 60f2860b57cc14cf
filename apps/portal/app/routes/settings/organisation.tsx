import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/organisation';
import { found, foundOrNothing, ifMatch, once } from '~/answers.server';
import { apiFor, cookiesOf } from '~/api';
import { wordFor } from '~/components/choices';
import { LastFinding } from '~/components/last-finding';
import { memberRoles, organisationKinds } from '~/components/organisation-words';
import { EmptyState } from '~/components/empty-state';
import { Field, Form, SelectField, Submit, TextField } from '~/components/form';
import { Pager } from '~/components/pager';
import { InviteForm, MemberItem } from '~/settings/members';
import { OnMyOwn } from '~/settings/on-my-own';
import { workAlone } from '~/settings/on-my-own.server';
import { When } from '~/components/when';
import { countryOptions } from '~/countries.server';
import { field, isOvertaken, refused } from '~/problems.server';
import { topicsIn } from '~/topics';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const { memberships, id: personId } = found(await api.GET('/api/v1/me'));
  const search = new URL(args.request.url).searchParams;
  const chosen = memberships.find(({ organisation }) => organisation.id === search.get('of')) ?? memberships[0];
  const base = { organisations: memberships.map(({ organisation }) => organisation), countries: countryOptions(), idempotencyKey: crypto.randomUUID(), personId, isAlone: memberships.some(({ organisation }) => organisation.kind === 'sole_trader') };
  if (!chosen || search.has('new')) return { ...base, current: null };
  const byId = { params: { path: { id: chosen.organisation.id } } };
  const [organisation, finding, members, invitations] = await Promise.all([
    api.GET('/api/v1/organisations/{id}', byId).then(found),
    api.GET('/api/v1/organisations/{id}/finding', byId).then(foundOrNothing),
    api.GET('/api/v1/organisations/{id}/members', { params: { ...byId.params, query: { limit: 50, after: search.get('members') ?? undefined } } }).then(foundOrNothing),
    api.GET('/api/v1/organisations/{id}/invitations', { params: { ...byId.params, query: { limit: 50, after: search.get('invitations') ?? undefined } } }).then(foundOrNothing),
  ]);
  return { ...base, current: { organisation, finding, members: members ?? none, invitations: invitations ?? none, roles: chosen.roles } };
}

const none = { items: [], next: undefined };

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const id = field(form, 'organisation');
  const memberId = field(form, 'member');
  const roles = Object.keys(memberRoles).filter((role) => form.get(`role.${role}`) === 'on') as View<'RolesDto'>['roles'];
  const path = { id };
  const results = {
    alone: () => workAlone(args, form),
    create: () => api.POST('/api/v1/organisations', { headers: once(form), body: { kind: field(form, 'kind') as 'smb', name: field(form, 'name'), country: field(form, 'country') } }),
    edit: () => api.PATCH('/api/v1/organisations/{id}', { params: { path, header: ifMatch(field(form, 'version')) }, body: { name: field(form, 'name'), country: field(form, 'country'), website: field(form, 'website').trim() || null, about: field(form, 'about').replaceAll('\r\n', '\n').trim() || null, topics: topicsIn(field(form, 'topics')), declaredOwner: field(form, 'declaredOwner').trim() || null } }),
    invite: () => api.POST('/api/v1/organisations/{id}/invitations', { params: { path }, headers: once(form), body: { email: field(form, 'email'), roles } }),
    revoke: () => api.DELETE('/api/v1/organisations/{id}/invitations/{invitationId}', { params: { path: { id, invitationId: field(form, 'invitation') } } }),
    roles: () => api.PATCH('/api/v1/organisations/{id}/members/{memberId}', { params: { path: { id, memberId }, header: ifMatch(field(form, 'version')) }, body: { roles } }),
    remove: () => api.DELETE('/api/v1/organisations/{id}/members/{memberId}', { params: { path: { id, memberId } } }),
  };
  const intent = field(form, 'intent');
  const perform = Object.hasOwn(results, intent) ? results[intent as keyof typeof results] : results.edit;
  const { data, error, response } = await perform();
  // back to the same page of each list
  const search = new URL(args.request.url).searchParams;
  search.set('of', id);
  search.delete('done');
  search.delete('overtaken');
  const here = `/settings/organisation?${search.toString()}`;
  if ((error as { code?: string } | undefined)?.code === 'identity_prove_again') throw redirect(`/settings/confirm?next=${encodeURIComponent(here)}`, 303);
  if (isOvertaken(error)) throw redirect(`${here}&overtaken`, 303);
  if (!response.ok) return refused(response, error, form);
  const isNew = intent === 'create' || intent === 'alone';
  const next = isNew ? `/settings/organisation?of=${(data as { id: string }).id}&done=${intent}` : `${here}&done=${intent}`;
  throw redirect(next, { status: 303, headers: cookiesOf(response) });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.settings_organisation() }) }];

const done: Readonly<Record<string, () => string>> = { create: m.organisation_created, alone: m.on_my_own_done, edit: m.settings_saved, invite: m.members_invited, revoke: m.members_revoked, roles: m.settings_saved, remove: m.members_removed };

export default function OrganisationSettings({ loaderData, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const { current, organisations, countries, idempotencyKey } = loaderData;
  const notice = !actionData && done[search.get('done') ?? '']?.();
  const answerTo = (intent: string, member?: string) => (actionData?.values.intent === intent && actionData.values.member === member ? actionData : undefined);
  if (!current) return (
    <div className="narrow" style={{ marginInline: 0 }}>
      <NewOrganisation answer={answerTo('create')} countries={countries} idempotencyKey={idempotencyKey} isFirst={organisations.length === 0} />
      {!loaderData.isAlone && <OnMyOwn answer={answerTo('alone')} idempotencyKey={idempotencyKey} />}
    </div>
  );
  const { organisation, finding, members, invitations, roles } = current;
  const mayManage = organisation.can.includes('manage_members');
  const invitable = organisation.memberRoles.filter((role) => role !== 'owner');
  const keepsMoney = roles.includes('treasurer') || roles.includes('owner');
  const hidden = <input type="hidden" name="organisation" value={organisation.id} />;
  return (
    <div className="reading">
      <h1>{organisation.name}</h1>
      {notice && <p className="notice" role="status">{notice}</p>}
      {organisations.length > 1 && (
        <nav aria-label={m.settings_organisations()}>
          <ul className="tabs">
            {organisations.map(({ id, name }) => <li key={id}><Link to={`?of=${id}`} aria-current={id === organisation.id ? 'page' : undefined}>{name}</Link></li>)}
          </ul>
        </nav>
      )}
      <p>
        {wordFor(organisationKinds, organisation.kind)} · {organisation.isVerified ? m.organisation_is_verified() : m.organisation_is_unverified()} · <Link to={`/organisations/${organisation.slug}`}>{m.organisation_public_page()}</Link>
      </p>
      {finding && <LastFinding finding={finding} isVerified={organisation.isVerified} />}
      {keepsMoney && <p className="next-step sheet">{m.organisation_payee()} <Link to={`/settings/payouts?organisation=${organisation.id}`}>{m.settings_payouts()}</Link></p>}
      {organisation.can.includes('see_units') && <p><Link to={`/settings/units?organisation=${organisation.id}`}>{m.units_title()}</Link> <span className="soft">{m.units_text()}</span></p>}
      {organisation.can.includes('edit') && (
        <section aria-labelledby="details">
          <h2 id="details">{m.organisation_details()}</h2>
          <Form key={organisation.version} answer={answerTo('edit')} labels={{ name: m.organisation_name(), country: m.label_country(), about: m.organisation_about(), topics: m.organisation_topics(), website: m.organisation_website(), declaredOwner: m.organisation_declared_owner() }}
            initial={{ name: organisation.name, country: organisation.country, about: organisation.about ?? '', topics: organisation.topics.join(', '), website: organisation.website ?? '', declaredOwner: organisation.declaredOwner ?? '' }}>
            {hidden}
            <input type="hidden" name="intent" value="edit" />
            <input type="hidden" name="version" value={organisation.version} />
            <Field name="name" help={m.organisation_rename_help()} autoComplete="organization" />
            <SelectField name="country" options={countries} />
            <TextField name="about" rows={6} help={m.organisation_about_help()} />
            <Field name="topics" help={m.organisation_topics_help()} />
            <Field name="website" type="url" help={m.organisation_website_help()} />
            <Field name="declaredOwner" help={m.organisation_owner_help()} />
            <Submit>{m.settings_save()}</Submit>
          </Form>
        </section>
      )}
      {organisation.can.includes('see_members') && (
        <section aria-labelledby="members">
          <h2 id="members">{m.members_title()}</h2>
          <ul className="plain-list">
            {members.items.map((member) => (
              <MemberItem key={`${member.id} ${member.version}`} member={member} roles={organisation.memberRoles} mayManage={mayManage} isSelf={member.personId === loaderData.personId} hidden={hidden} rolesAnswer={answerTo('roles', member.id)} removeAnswer={answerTo('remove', member.id)} />
            ))}
          </ul>
          <Pager next={members.next} param="members" of={m.members_title()} />
        </section>
      )}
      {mayManage && invitable.length > 0 && (
        <section aria-labelledby="invitations">
          <h2 id="invitations">{m.members_invitations()}</h2>
          {invitations.items.length === 0 ? <p className="soft">{m.members_no_invitations()}</p> : (
            <ul className="plain-list">
              {invitations.items.map((invitation) => (
                <li key={invitation.id}>
                  {invitation.email} <span className="soft">· {invitation.roles.map((role) => wordFor(memberRoles, role)).join(', ')} · {m.members_until()} <When at={invitation.expiresAt} withTime={false} /></span>{' '}
                  <Form labels={{}} className="inline-form">
                    {hidden}
                    <input type="hidden" name="intent" value="revoke" />
                    <input type="hidden" name="invitation" value={invitation.id} />
                    <button className="link-button" type="submit">{m.members_revoke()}</button>
                  </Form>
                </li>
              ))}
            </ul>
          )}
          <Pager next={invitations.next} param="invitations" of={m.members_invitations()} />
          <InviteForm roles={invitable} hidden={hidden} idempotencyKey={idempotencyKey} answer={answerTo('invite')} />
        </section>
      )}
      <p style={{ marginTop: '2rem' }}><Link to="?new">{m.organisation_add()}</Link></p>
    </div>
  );
}

function NewOrganisation({ answer, countries, idempotencyKey, isFirst }: { answer: Route.ComponentProps['actionData']; countries: readonly { value: string; label: string }[]; idempotencyKey: string; isFirst: boolean }) {
  const kinds = Object.entries(organisationKinds).filter(([value]) => value !== 'sole_trader').map(([value, label]) => ({ value, label: label() }));
  return (
    <>
      <h1>{m.organisation_add()}</h1>
      {isFirst && <EmptyState title={m.organisation_first_title()} why={m.organisation_first()} />}
      <Form answer={answer} labels={{ kind: m.organisation_kind(), name: m.organisation_name(), country: m.label_country() }} initial={{ kind: 'smb' }} className="work-part">
        <input type="hidden" name="intent" value="create" />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <SelectField name="kind" options={kinds} />
        <Field name="name" help={m.organisation_name_help()} autoComplete="organization" />
        <SelectField name="country" empty={m.label_country_empty()} options={countries} />
        <Submit>{m.post_organisation_action()}</Submit>
      </Form>
    </>
  );
}
