import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { bands, wordFor } from '~/components/choices';
import { When } from '~/components/when';
import { howText, nextText, unheldTexts } from './standing';
import { phaseName } from './terms';

/** Who won, how it was decided, what became of the prizes nobody holds, and how many reached which band. */
export function Results({ challenge, results, proof }: { challenge: View<'ChallengeView'>; results: readonly View<'ResultsView'>[]; proof: View<'ProofOfFundingView'> | undefined }) {
  return results.map((result) => {
    const phase = challenge.phases.find(({ id }) => id === result.phaseId);
    const unheld = unheldTexts(challenge, result, proof);
    return (
      <div key={result.phaseId} className="results">
        {phase && challenge.phases.length > 1 && <h3>{phaseName(challenge, phase)}</h3>}
        <HowDecided result={result} />
        {result.winners.length > 0 && (
          <ol className="winners">
            {result.winners.map(({ prizeId, prizeTitle, organisationName, isNext }) => (
              <li key={prizeId}><strong>{organisationName}</strong> · {prizeTitle}{isNext && <p className="soft">{nextText(result)}</p>}</li>
            ))}
          </ol>
        )}
        {result.winners.length === 0 && !result.nobodyPlaced && <p>{givenUpText(challenge)}</p>}
        {unheld.length > 0 && <ul className="unheld">{unheld.map((text) => <li key={text}>{text}</li>)}</ul>}
        {result.reason && <><p><strong>{result.hasChanged ? m.results_reason_first() : m.results_reason()}</strong></p><p className="as-typed">{result.reason}</p></>}
        {result.bands.length > 0 && (
          <table className="terms-table">
            <caption>{m.results_bands()}</caption>
            <thead><tr><th scope="col">{m.results_band()}</th><th scope="col" className="number">{m.results_submissions()}</th></tr></thead>
            <tbody>
              {result.bands.map(({ band, submissions }) => (
                <tr key={band}><th scope="row">{wordFor(bands, band)}</th><td className="number">{submissions}</td></tr>
              ))}
            </tbody>
          </table>
        )}
        <p className="soft">
          {m.results_record()} <code className="hash">{result.recordHash}</code>
          {result.can.includes('readRecord') && <> <a href={`/api/v1/phases/${result.phaseId}/decision-record/receipt`} download="decision-receipt.json">{m.proof_download()}</a></>}
        </p>
      </div>
    );
  });
}

/** How, when, and why nobody was placed where nobody was. */
export function HowDecided({ result }: { result: View<'ResultsView'> }) {
  return (
    <>
      <p>{howText(result)} <When at={result.decidedAt} /></p>
      {result.nobodyPlaced && <p>{nobodyTexts(result.nobodyPlaced).join(' ')}</p>}
    </>
  );
}

const noAwards = { split: m.results_no_award_split, refund: m.results_no_award_refund, nobody_passed: m.results_no_award_nobody_passed, nothing_judged: m.results_no_award_nothing_judged };

function nobodyTexts({ submissions, scored, passed, noAward }: View<'NobodyPlacedView'>): string[] {
  const far = submissions === 0 ? [] : scored === 0 ? [m.results_nobody_scored()] : passed === 0 ? [m.results_nobody_passed()] : [];
  const then = noAward ? noAwards[noAward]() : m.results_no_place();
  return [...far, then, ...(noAward === 'split' && scored < submissions ? [m.results_no_award_unscored()] : [])];
}

/** Who was placed gave it up. Whether anybody was awarded in the end is known when it is complete: what nobody placed for may be shared. */
function givenUpText({ state, result }: Pick<View<'ChallengeView'>, 'state' | 'result'>): string {
  if (state !== 'completed') return m.results_no_place();
  return result === 'awarded' ? m.results_split() : m.results_nobody();
}
