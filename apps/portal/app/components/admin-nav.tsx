import { m } from '@app/messages';
import { NavLink } from 'react-router';

const places = [
  ['/admin', m.admin_overview], ['/admin/review', m.admin_review], ['/admin/challenges', m.admin_challenges], ['/admin/submissions', m.admin_eligibility], ['/admin/reports', m.admin_reports], ['/admin/decisions', m.admin_decisions], ['/admin/awards', m.admin_awards],
  ['/admin/money', m.admin_money], ['/admin/outbox', m.admin_outbox],
  ['/admin/people', m.admin_people], ['/admin/organisations', m.admin_organisations], ['/admin/staff', m.admin_staff], ['/admin/audit', m.admin_audit], ['/admin/rules', m.admin_rules], ['/admin/clock', m.admin_clock],
] as const;

/** The rooms of staff; what one's own roles do not open, the API says there. */
export function AdminNav() {
  return (
    <nav aria-label={m.admin_nav()}>
      <ul className="guide-nav">{places.map(([to, label]) => <li key={to}><NavLink to={to} end={to === '/admin'}>{label()}</NavLink></li>)}</ul>
    </nav>
  );
}
