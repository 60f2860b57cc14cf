import { m } from '@app/messages';
import type { ReactNode } from 'react';
import { Form, Link, NavLink, useSearchParams } from 'react-router';
import { Brand } from './brand';
import { SuspendedTimes } from './suspended';
import { withNext } from '~/return-to';
import { ownPlace, useIsJudge, useSupport, useUnread, useViewer } from '~/viewer';

/** Header, the page, footer: around every page, error pages too. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <>
      <a className="skip-link" href="#main">
        {m.skip_to_content()}
      </a>
      <Header />
      <Suspensions />
      <main id="main" tabIndex={-1} className="page">
        <Overtaken />
        {children}
      </main>
      <Footer />
    </>
  );
}

function Header() {
  const viewer = useViewer();
  const own = viewer && ownPlace(viewer);
  const isJudge = useIsJudge();
  /** Whoever was on the way to somewhere still is. */
  const next = useSearchParams()[0].get('next');
  return (
    <header className="site-header" data-signed-in={viewer !== null || undefined}>
      <div>
        <Brand />
        <nav aria-label={m.nav_main()}>
          <ul className="site-nav">
            <li><NavLink to="/challenges">{m.nav_browse()}</NavLink></li>
            <li><NavLink to="/post">{m.nav_post()}</NavLink></li>
            {isJudge && <li><NavLink to="/judging">{m.nav_judging()}</NavLink></li>}
            {own && <li><NavLink to={own.to}>{own.label}</NavLink></li>}
          </ul>
        </nav>
        <nav className="account" aria-label={m.nav_account()}>
          <ul className="account-nav">
            {viewer ? (
              <>
                <li><NavLink to="/inbox">{m.nav_inbox()}<UnreadCount /></NavLink></li>
                <li><NavLink to="/home">{viewer.name}</NavLink></li>
                <li>
                  <Form method="post" action="/sign-out">
                    <button type="submit">{m.nav_sign_out()}</button>
                  </Form>
                </li>
              </>
            ) : (
              <>
                <li><NavLink to={withNext('/sign-in', next)}>{m.nav_sign_in()}</NavLink></li>
                <li><NavLink to={withNext('/sign-up', next)}>{m.nav_sign_up()}</NavLink></li>
              </>
            )}
          </ul>
        </nav>
      </div>
    </header>
  );
}

/** What somebody sent came too late; below stands what there is instead. */
function Overtaken() {
  const [search] = useSearchParams();
  return search.has('overtaken') && <p className="notice overtaken" data-tone="wait" role="status">{m.overtaken()}</p>;
}

/** Whoever may not act is told so on every page, with the way to the reasons. */
function Suspensions() {
  const viewer = useViewer();
  const lines = [
    ...(viewer?.suspended ? [{ ...viewer.suspended, key: viewer.id, title: m.suspended_you() }] : []),
    ...(viewer?.memberships ?? []).flatMap(({ memberId, organisation, suspended }) => (suspended ? [{ ...suspended, key: memberId, title: m.suspended_organisation({ organisation: organisation.name }) }] : [])),
  ];
  if (lines.length === 0) return null;
  return (
    <aside className="site-notice" aria-label={m.suspended_label()}>
      <div>
        {lines.map(({ key, title, ...times }) => <p key={key}>{title} <SuspendedTimes {...times} />.</p>)}
        <p>{m.suspended_rest()} <Link to="/statements">{m.suspended_why()}</Link></p>
      </div>
    </aside>
  );
}

/** Counted up to 100; read out as "3 unread". */
function UnreadCount() {
  const unread = useUnread();
  if (unread === 0) return null;
  return <> <span className="count"><span aria-hidden="true">{unread < 100 ? unread : '99+'}</span><span className="visually-hidden">{m.inbox_count({ count: unread })}</span></span></>;
}

function Footer() {
  const support = useSupport();
  return (
    <footer className="site-footer">
      <div>
        <p>{m.footer_line()}{support && <> {m.footer_support()} <a href={`mailto:${support}`}>{support}</a></>}</p>
        <nav aria-label={m.nav_footer()}>
          <ul>
            <li><Link to="/how-it-works/sponsors">{m.nav_how()}</Link></li>
            <li><Link to="/legal/terms">{m.legal_terms_short()}</Link></li>
            <li><Link to="/legal/privacy">{m.legal_privacy_short()}</Link></li>
            <li><Link to="/legal/ip">{m.legal_ip_short()}</Link></li>
            <li><Link to="/legal/accessibility">{m.legal_accessibility_short()}</Link></li>
            <li><a href="/docs">{m.nav_api()}</a></li>
          </ul>
        </nav>
      </div>
    </footer>
  );
}
