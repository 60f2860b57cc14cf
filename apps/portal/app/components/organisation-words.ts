import { m } from '@app/messages';

export const organisationKinds: Readonly<Record<string, () => string>> = {
  smb: m.org_smb,
  enterprise: m.org_enterprise,
  university: m.org_university,
  research_institute: m.org_research_institute,
  government: m.org_government,
  investor: m.org_investor,
  support_organisation: m.org_support_organisation,
  nonprofit: m.org_nonprofit,
  sole_trader: m.org_sole_trader,
};

export const memberRoles: Readonly<Record<string, () => string>> = {
  owner: m.role_owner,
  manager: m.role_manager,
  signatory: m.role_signatory,
  treasurer: m.role_treasurer,
  contributor: m.role_contributor,
  approver: m.role_approver,
};
