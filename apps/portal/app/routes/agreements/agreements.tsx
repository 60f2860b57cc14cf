import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/agreements';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { Pager } from '~/components/pager';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { agreementState } from '~/work/agreement';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  const after = new URL(args.request.url).searchParams.get('after') ?? undefined;
  return found(await apiFor(args).GET('/api/v1/me/agreements', { params: { query: { after } } }));
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.agreements_title() }) }];

export default function Agreements({ loaderData: { items, next } }: Route.ComponentProps) {
  return (
    <>
      <h1>{m.agreements_title()}</h1>
      {items.length === 0 && <EmptyState title={m.agreements_empty_title()} why={m.agreements_empty()} action={<Link to="/awards">{m.agreements_empty_action()}</Link>} />}
      <ul className="rows">
        {items.map((agreement) => (
          <li key={agreement.id} className="sheet">
            <p className="badges"><StateBadge state={agreementState(agreement.state)} /></p>
            <h2><Link to={`/agreements/${agreement.id}`}>{m.agreement_title({ challenge: agreement.challengeTitle })}</Link></h2>
            <Facts
              items={[
                { label: m.agreement_sponsor(), value: agreement.sponsor.name },
                { label: m.agreement_recipient(), value: agreement.recipient.name },
                { label: agreement.endedAt ? m.agreement_was_since() : m.agreement_since(), value: agreement.inForceAt && <When at={agreement.inForceAt} /> },
                { label: m.agreement_ended_on(), value: agreement.endedAt && <When at={agreement.endedAt} /> },
              ]}
            />
            {agreement.signsFor && <p><Link to={`/agreements/${agreement.id}`}>{m.agreement_see_sign()}</Link></p>}
          </li>
        ))}
      </ul>
      <Pager next={next} />
    </>
  );
}
