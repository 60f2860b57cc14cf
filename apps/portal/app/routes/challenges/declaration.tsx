import { m } from '@app/messages';
import { data, Link, useSearchParams } from 'react-router';
import type { Route } from './+types/declaration';
import { found, foundOrNothing } from '~/answers.server';
import { apiFor, type PageArgs } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { RestList } from '~/components/rest';
import { SignForm } from '~/components/sign-form';
import { SignedText } from '~/components/signed-text';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { signAs } from '~/signing.server';
import { viewerOf } from '~/viewer';
import '~/theme/work.css';

/** For those who sign and for those whose work it is about; before it is asked for, the sponsor learns when that will be. */
export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const { id, slug, title, sponsor, state } = found(await api.GET('/api/v1/challenges/{id}', { params: { path: { id: args.params.slug } } }));
  const byId = { params: { path: { id } } };
  const declaration = foundOrNothing(await api.GET('/api/v1/challenges/{id}/non-use-declaration', byId));
  if (declaration) return { title, declaration, before: null };
  const viewer = await viewerOf(args);
  const mayAsk = viewer?.memberships.some(({ organisation, roles }) => organisation.id === sponsor.id && roles.some((role) => readers.has(role)));
  if (!mayAsk) throw data(null, { status: 404 });
  const rest = foundOrNothing(await api.GET('/api/v1/challenges/{id}/rest', byId));
  const isOver = !rest && (state === 'completed' || state === 'cancelled');
  return { title, declaration: null, before: { slug, organisation: sponsor.name, isOver } };
}

/** Of the sponsor, who read it once it is asked for. */
const readers: ReadonlySet<string> = new Set(['owner', 'manager', 'signatory']);

export async function action(args: Route.ActionArgs) {
  const id = await idOf(args, args.params.slug);
  return signAs(args, `/challenges/${args.params.slug}/declaration`, (api, body) => api.PUT('/api/v1/challenges/{id}/non-use-declaration/signature', { params: { path: { id } }, body }));
}

async function idOf(args: PageArgs, slug: string): Promise<string> {
  return found(await apiFor(args).GET('/api/v1/challenges/{id}', { params: { path: { id: slug } } })).id;
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData ? m.declaration_title({ challenge: loaderData.title }) : m.declaration_of() }) }];

export default function DeclarationPage({ loaderData: { title, declaration, before }, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  if (!declaration) {
    return (
      <div className="reading">
        <p><Link to={`/challenges/${before.slug}`}>{title}</Link></p>
        <h1>{m.declaration_title({ challenge: title })}</h1>
        <EmptyState
          title={before.isOver ? m.declaration_never_title() : m.declaration_later_title()}
          why={before.isOver ? m.declaration_never() : m.declaration_later({ organisation: before.organisation })}
          action={<Link to={`/manage/${before.slug}/overview`}>{m.declaration_later_action()}</Link>}
        />
      </div>
    );
  }
  const { challengeId, challengeSlug, challengeTitle, organisationName: organisation, state, askedAt, signedAt, signedBy, record, blocks, hash, maySign, rest } = declaration;
  return (
    <div className="reading">
      <p><Link to={`/challenges/${challengeSlug}`}>{challengeTitle}</Link></p>
      <h1>{m.declaration_title({ challenge: challengeTitle })}</h1>
      {search.has('before') && !actionData && <p className="notice" role="status">{m.signed_before()}</p>}
      <p><StateBadge state={state === 'asked' ? 'signature_asked' : state} /></p>
      <Facts
        items={[
          { label: m.declaration_sponsor(), value: organisation },
          { label: m.declaration_asked(), value: <When at={askedAt} /> },
          { label: m.declaration_signed(), value: signedAt && <When at={signedAt} /> },
          { label: m.declaration_signer(), value: signedBy },
          { label: m.declaration_record(), value: record !== null && <>{record} · <a href={`/api/v1/challenges/${challengeId}/non-use-declaration/receipt`} download="non-use-declaration-receipt.json">{m.agreement_receipt()}</a></> },
        ]}
      />
      <section className="work-part" aria-labelledby="summary">
        <h2 id="summary">{m.declaration_summary()}</h2>
        <p>{(state === 'signed' ? m.declaration_summary_signed : maySign ? m.declaration_summary_asked : m.declaration_summary_wait)({ organisation })}</p>
        <p className="soft">{m.agreement_summary_binds()}</p>
      </section>
      {rest && <section className="work-part" aria-labelledby="rest"><h2 id="rest">{m.declaration_rest()}</h2><RestList rest={rest} /></section>}
      <SignedText blocks={blocks} hash={hash} />
      {maySign && <SignForm hash={hash} organisation={organisation} text={m.declaration_sign_text({ organisation })} action={m.declaration_sign_action()} answer={actionData} />}
    </div>
  );
}
