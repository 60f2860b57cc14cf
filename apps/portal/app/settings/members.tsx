import type { View } from '@app/api-client';
import { m } from '@app/messages';
import type { ReactNode } from 'react';
import { wordFor } from '~/components/choices';
import { memberRoles } from '~/components/organisation-words';
import { Field, Form, Submit, type FormAnswer } from '~/components/form';
import { When } from '~/components/when';

/** Ticks for roles. Several such forms stand on one page, so that each tick wraps its own box instead of pointing at an id. */
function RoleTicks({ roles, chosen = [] }: { roles: readonly string[]; chosen?: readonly string[] }) {
  return (
    <fieldset className="choice-group field">
      <legend>{m.members_roles()}</legend>
      {roles.map((role) => (
        <label className="choice" key={role}>
          <input type="checkbox" name={`role.${role}`} defaultChecked={chosen.includes(role)} />
          <span>{wordFor(memberRoles, role)}<small>{roleHelps[role]?.()}</small></span>
        </label>
      ))}
    </fieldset>
  );
}

const roleHelps: Readonly<Record<string, () => string>> = {
  owner: m.role_owner_help,
  manager: m.role_manager_help,
  signatory: m.role_signatory_help,
  treasurer: m.role_treasurer_help,
  contributor: m.role_contributor_help,
  approver: m.role_approver_help,
};

interface MemberItemProps {
  member: View<'MemberView'>;
  /** Those that there are in this organisation. */
  roles: readonly string[];
  mayManage: boolean;
  isSelf: boolean;
  hidden: ReactNode;
  rolesAnswer?: FormAnswer;
  removeAnswer?: FormAnswer;
}

export function MemberItem({ member, roles, mayManage, isSelf, hidden, rolesAnswer, removeAnswer }: MemberItemProps) {
  return (
    <li>
      <strong>{member.name}</strong> {member.email && <span className="soft">{member.email}</span>}
      <br />{member.roles.map((role) => wordFor(memberRoles, role)).join(', ')} <span className="soft">· {m.members_since()} <When at={member.joinedAt} withTime={false} /></span>
      {(mayManage || isSelf) && (
        <details open={Boolean(rolesAnswer ?? removeAnswer)}>
          <summary>{mayManage ? m.members_change({ name: member.name }) : m.members_leave()}</summary>
          {mayManage && (
            <Form answer={rolesAnswer} labels={{}}>
              {hidden}
              <input type="hidden" name="intent" value="roles" />
              <input type="hidden" name="member" value={member.id} />
              <input type="hidden" name="version" value={member.version} />
              <RoleTicks roles={roles} chosen={member.roles} />
              <Submit>{m.settings_save()}</Submit>
            </Form>
          )}
          <Form answer={removeAnswer} labels={{}}>
            {hidden}
            <input type="hidden" name="intent" value="remove" />
            <input type="hidden" name="member" value={member.id} />
            <p><Submit variant="default">{isSelf ? m.members_leave() : m.members_remove()}</Submit></p>
          </Form>
        </details>
      )}
    </li>
  );
}

export function InviteForm({ roles, hidden, idempotencyKey, answer }: { roles: readonly string[]; hidden: ReactNode; idempotencyKey: string; answer?: FormAnswer }) {
  return (
    <>
      <h3>{m.members_invite()}</h3>
      <Form answer={answer} labels={{ email: m.label_email() }} key={idempotencyKey}>
        {hidden}
        <input type="hidden" name="intent" value="invite" />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <Field name="email" type="email" help={m.members_email_help()} autoComplete="off" />
        <RoleTicks roles={roles} />
        <Submit>{m.members_invite_action()}</Submit>
      </Form>
    </>
  );
}
