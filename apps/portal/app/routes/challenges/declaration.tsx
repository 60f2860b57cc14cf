import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/declaration';
import { found } from '~/answers.server';
import { apiFor, type PageArgs } from '~/api';
import { Facts } from '~/components/facts';
import { SignForm } from '~/components/sign-form';
import { SignedText } from '~/components/signed-text';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { signAs } from '~/signing.server';
import '~/theme/work.css';

/** For those who sign and for those whose work it is about. */
export async function loader(args: Route.LoaderArgs) {
  return found(await apiFor(args).GET('/api/v1/challenges/{id}/non-use-declaration', { params: { path: { id: await idOf(args, args.params.slug) } } }));
}

export async function action(args: Route.ActionArgs) {
  const id = await idOf(args, args.params.slug);
  return signAs(args, `/challenges/${args.params.slug}/declaration`, (api, body) => api.PUT('/api/v1/challenges/{id}/non-use-declaration/signature', { params: { path: { id } }, body }));
}

async function idOf(args: PageArgs, slug: string): Promise<string> {
  return found(await apiFor(args).GET('/api/v1/challenges/{id}', { params: { path: { id: slug } } })).id;
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData ? m.declaration_title({ challenge: loaderData.challengeTitle }) : m.declaration_of() }) }];

export default function DeclarationPage({ loaderData: declaration, actionData }: Route.ComponentProps) {
  const { challengeId, challengeSlug, challengeTitle, organisationName: organisation, state, askedAt, signedAt, signedBy, record, blocks, hash, maySign } = declaration;
  return (
    <div className="reading">
      <p><Link to={`/challenges/${challengeSlug}`}>{challengeTitle}</Link></p>
      <h1>{m.declaration_title({ challenge: challengeTitle })}</h1>
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
      <SignedText blocks={blocks} hash={hash} />
      {maySign && <SignForm hash={hash} organisation={organisation} text={m.declaration_sign_text({ organisation })} action={m.declaration_sign_action()} answer={actionData} />}
    </div>
  );
}
