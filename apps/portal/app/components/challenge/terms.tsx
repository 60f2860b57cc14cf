import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { phaseKinds, prizeKinds, wordFor } from '~/components/choices';
import { Markdown } from '~/components/markdown';
import { Money } from '~/components/money';
import { PhaseBadge } from '~/components/challenge-badge';
import { When } from '~/components/when';
import { WhenIn } from '~/components/when-in';

type Challenge = View<'ChallengeView'>;

export function phaseName(challenge: Challenge, phase: View<'PhaseView'>): string {
  const kind = wordFor(phaseKinds, phase.kind);
  return challenge.phases.length === 1 ? kind : m.phase_numbered({ position: phase.position, kind });
}

/** Tables on a phone scroll inside their frame, never the page. */
export function TableFrame({ label, children }: { label: string; children: React.ReactNode }) {
  return <div className="table-frame" role="region" aria-label={label} tabIndex={0}>{children}</div>;
}

export function Criteria({ challenge }: { challenge: Challenge }) {
  return challenge.phases.map((phase) =>
    phase.criteria.length === 0 ? <p key={phase.id} className="soft">{m.challenge_no_criteria()}</p> : (
      <table key={phase.id} className="terms-table">
        <caption>{m.challenge_criteria_caption({ phase: phaseName(challenge, phase) })}</caption>
        <thead><tr><th scope="col">{m.challenge_criterion()}</th><th scope="col" className="number">{m.challenge_weight()}</th></tr></thead>
        <tbody>
          {phase.criteria.map(({ id, title, description, weight }) => (
            <tr key={id}>
              <th scope="row">{title}{description && <Markdown html={description.html} />}</th>
              <td className="number">{m.percent({ number: weight })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    ),
  );
}

export function Prizes({ challenge }: { challenge: Challenge }) {
  const rows = challenge.phases.flatMap((phase) => phase.prizes.map((prize) => ({ prize, phase })));
  if (rows.length === 0) return <p className="soft">{m.challenge_no_prizes()}</p>;
  return (
    <>
      {challenge.bounty === 'none' && <p>{m.challenge_bounty_none()}</p>}
      <table className="terms-table">
        <thead><tr><th scope="col">{m.challenge_prize()}</th><th scope="col">{m.challenge_prize_for()}</th>{challenge.bounty === 'money' && <th scope="col" className="number">{m.challenge_amount()}</th>}</tr></thead>
        <tbody>
          {rows.map(({ prize, phase }) => (
            <tr key={prize.id}>
              <th scope="row">{prize.title}</th>
              <td>{prize.place === null ? wordFor(prizeKinds, prize.kind) : m.challenge_place({ place: prize.place })}{challenge.phases.length > 1 && <><br /><span className="soft">{phaseName(challenge, phase)}</span></>}</td>
              {challenge.bounty === 'money' && <td className="number">{prize.amount && <Money value={prize.amount} />}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Every date in the reader's zone, and in the zone the sponsor works in. */
export function Dates({ challenge }: { challenge: Challenge }) {
  const { phases, timezone } = challenge;
  return (
    <ol className="timeline">
      {phases.map((phase) => (
        <li key={phase.id}>
          <h3>{phaseName(challenge, phase)} {challenge.openedAt && challenge.state !== 'cancelled' && <PhaseBadge phase={phase} />}</h3>
          <dl>
            <Moment label={m.dates_opens()} at={phase.opensAt} zone={timezone} />
            <Moment label={m.dates_closes()} at={phase.closesAt} zone={timezone} note={m.dates_closes_note()} />
            <Moment label={m.dates_judging()} at={phase.judgingEndsAt} zone={timezone} />
            {phase.resultsAt && <Moment label={m.dates_results()} at={phase.resultsAt} zone={timezone} />}
          </dl>
        </li>
      ))}
    </ol>
  );
}

function Moment({ label, at, zone, note }: { label: string; at: string | null; zone: string | null; note?: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {at ? <When at={at} /> : m.dates_unset()}
        {at && zone && <span className="soft moment-there">{m.dates_there()} <WhenIn at={at} zone={zone} /></span>}
        {at && note && <span className="soft moment-there">{note}</span>}
      </dd>
    </div>
  );
}
