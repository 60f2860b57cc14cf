import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Link } from 'react-router';
import { Form } from '~/components/form';
import { When } from '~/components/when';
import { formatLocale } from '~/locale';

const mostWords = 5;

export interface Recommended extends View<'RecommendationListView'> {
  organisation: View<'MembershipOrganisationView'>;
  /** May turn matching on and off, and write the profile. */
  mayTurn: boolean;
}

/** Open challenges that suit the organisations of a person, why, and the switch. */
export function RecommendedPart({ all }: { all: readonly Recommended[] }) {
  if (all.length === 0) return null;
  return (
    <section className="work-part" aria-labelledby="recommended">
      <h2 id="recommended">{m.recommended_title()}</h2>
      <p className="soft">{m.recommended_how()}</p>
      {all.map((one) => <ForOrganisation key={one.organisation.id} {...one} isNamed={all.length > 1} />)}
    </section>
  );
}

function ForOrganisation({ organisation: { id, name }, isOn, items, mayTurn, isNamed }: Recommended & { isNamed: boolean }) {
  return (
    <>
      {isNamed && <h3>{m.recommended_for({ organisation: name })}</h3>}
      {!isOn && <p>{m.recommended_off({ organisation: name })}</p>}
      {isOn && items.length === 0 && <p>{m.recommended_none({ organisation: name })}</p>}
      <ul className="rows">{items.map((item) => <Item key={item.challengeId} item={item} isBelow={isNamed} />)}</ul>
      {mayTurn && (
        <Form labels={{}} className="recommended-switch">
          <input type="hidden" name="organisation" value={id} />
          <input type="hidden" name="isOn" value={isOn ? 'off' : 'on'} />
          {isOn && <Link to={`/settings/organisation?of=${id}`}>{m.recommended_profile()}</Link>}{' '}
          <button className="link-button" type="submit">{isOn ? m.recommended_turn_off() : m.recommended_turn_on()}</button>
        </Form>
      )}
    </>
  );
}

function Item({ item, isBelow }: { item: View<'RecommendationView'>; isBelow: boolean }) {
  const Heading = isBelow ? 'h4' : 'h3';
  const words = new Intl.ListFormat(formatLocale(), { type: 'conjunction' }).format(item.reasons.slice(0, mostWords).map(({ word }) => word));
  return (
    <li className="sheet">
      <Heading><Link to={`/challenges/${item.slug}`}>{item.title}</Link></Heading>
      {item.summary && <p>{item.summary}</p>}
      <p className="soft">{m.card_by({ sponsor: item.sponsorName })} · {m.card_closes()} <When at={item.closesAt} /></p>
      {item.reasons.length > 0 && <p>{m.recommended_why({ words })}</p>}
      {item.place === 'exploration' && <p>{m.recommended_explore()}</p>}
    </li>
  );
}
