import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { noAwardRules, ruleTopics, wordFor } from '~/components/choices';
import { Money } from '~/components/money';
import { When } from '~/components/when';
import { fundingText, isOver } from './standing';

type Challenge = View<'ChallengeView'>;

/** The rules in plain words, and the rule card that holds them to the letter. */
export function Rules({ challenge }: { challenge: Challenge }) {
  const { ip, ruleCard } = challenge;
  return (
    <>
      <h3>{m.draft_judges()}</h3>
      <ul>
        <li>{challenge.judgeRoles.includes('sponsor') ? m.rules_sponsor_judges() : m.rules_independent_judges()}</li>
        {challenge.kind === 'prize' && <li>{m.rules_blind()}</li>}
      </ul>
      {challenge.rules.map(({ about, sentences }) => (
        <section key={about}>
          <h3>{wordFor(ruleTopics, about)}</h3>
          <ul>{sentences.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
        </section>
      ))}
      {ip && (
        <>
          <h3>{m.rules_ip()}</h3>
          <ul>{ip.sentences.map(({ code, text }) => <li key={code}>{text}</li>)}</ul>
        </>
      )}
      <h3>{m.rules_eligibility()}</h3>
      <ol>{challenge.eligibility.map(({ number, text }) => <li key={number}>{text}</li>)}</ol>
      {challenge.capacity !== null && challenge.entry === 'capped' && <p>{m.rules_capacity({ count: challenge.capacity })}</p>}
      <h3>{m.rules_card()}</h3>
      {ruleCard ? (
        <>
          <p>{ruleCard.version === 1 ? m.rules_card_text() : m.rules_card_text_later()}</p>
          <dl className="proof-list">
            <div><dt>{m.rules_card_version()}</dt><dd>{ruleCard.version}</dd></div>
            <div><dt>{m.rules_card_frozen()}</dt><dd><When at={ruleCard.at} /></dd></div>
            <div><dt>{m.rules_card_hash()}</dt><dd><code className="hash">{ruleCard.hash}</code> <a href={`/api/v1/challenges/${challenge.id}/rule-cards/${ruleCard.version}/receipt`} download="rule-card-receipt.json">{m.proof_download()}</a></dd></div>
            <div><dt>{m.rules_card_position()}</dt><dd><a href={`/api/v1/log/records/${ruleCard.recordSeq}`}>{m.rules_card_record({ number: ruleCard.recordSeq })}</a></dd></div>
          </dl>
          <p><a href={`/api/v1/challenges/${challenge.id}/rule-card`}>{m.rules_card_read()}</a></p>
          {ruleCard.version > 1 && (
            <p>
              {m.rules_card_earlier()}{' '}
              {Array.from({ length: ruleCard.version - 1 }, (_, at) => at + 1).map((version) => (
                <span key={version}>{version > 1 && ' · '}<a href={`/api/v1/challenges/${challenge.id}/rule-cards/${version}/receipt`} download={`rule-card-${version}-receipt.json`}>{m.rules_card_version_of({ version })}</a></span>
              ))}
            </p>
          )}
        </>
      ) : (
        <p>{m.rules_card_none()}</p>
      )}
    </>
  );
}

/** That the money is there: what was paid in, and what of it is still free. */
export function Proof({ proof, state }: { proof: View<'ProofOfFundingView'>; state: Challenge['state'] }) {
  const { total, payments } = proof;
  if (!total) return <p>{m.challenge_bounty_none()}</p>;
  const owed = { ...total.released, amount: total.released.amount - total.paid.amount };
  return (
    <>
      <p>{fundingText(state, { total, payments })}</p>
      <dl className="proof-list">
        <div><dt>{m.proof_promised()}</dt><dd><Money value={total.promised} /></dd></div>
        <div><dt>{m.proof_captured()}</dt><dd><Money value={total.captured} /></dd></div>
        {total.reserved.amount > 0 && <div><dt>{m.proof_reserved()}</dt><dd><Money value={total.reserved} /></dd></div>}
        {owed.amount > 0 && <div><dt>{m.proof_released()}</dt><dd><Money value={owed} /></dd></div>}
        {total.paid.amount > 0 && <div><dt>{m.proof_paid()}</dt><dd><Money value={total.paid} /></dd></div>}
        {total.returned.amount > 0 && <div><dt>{m.proof_returned()}</dt><dd><Money value={total.returned} /></dd></div>}
        <div><dt>{m.proof_left()}</dt><dd><Money value={total.left} /></dd></div>
        {payments.map(({ amount, at }) => <div key={at}><dt>{m.proof_payment()}</dt><dd><Money value={amount} /> · <When at={at} /></dd></div>)}
      </dl>
      {!isOver({ state }) && <p>{m.proof_silent({ days: proof.ifSilent.days })} {proof.ifSilent.noAwardRule && wordFor(noAwardRules, proof.ifSilent.noAwardRule)}</p>}
    </>
  );
}
