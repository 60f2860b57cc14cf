import type { View } from '@app/api-client';
import { m } from '@app/messages';
import type { Step, StepName } from './award-track';

type Award = Pick<View<'AwardDetailView'>, 'kind' | 'announcedBy' | 'organisationName' | 'readAs'>;
/** What a text may name: whom to write to, and whose award it is. */
interface About {
  address: string;
  organisation: string;
}
interface StepWords {
  title: () => string;
  who: (about: About) => string;
  silent: (about: About) => string;
}
type OtherWords = Partial<Record<StepName, Partial<StepWords>>>;

/** What is done has happened already. */
const nothingMore = () => '';
const toWinner: Readonly<Record<StepName, StepWords>> = {
  announced: { title: m.step_announced, who: m.step_announced_who_ranking, silent: m.step_announced_silent },
  answer: { title: m.step_answer, who: m.step_answer_who, silent: m.step_answer_silent },
  signRecipient: { title: m.step_sign, who: m.step_sign_who_recipient, silent: m.step_sign_silent_recipient },
  signSponsor: { title: m.step_sign, who: m.step_sign_who_sponsor, silent: m.step_sign_silent_sponsor },
  signed: { title: m.step_sign, who: m.step_sign_who_both, silent: nothingMore },
  bound: { title: m.step_sign, who: m.step_sign_who_bound, silent: nothingMore },
  appeal: { title: m.step_appeal, who: m.step_appeal_who, silent: m.step_appeal_silent },
  release: { title: m.step_release, who: m.step_release_who, silent: m.step_release_silent },
  payment: { title: m.step_payment, who: m.step_payment_who, silent: m.step_payment_silent },
  held: { title: m.step_payment, who: m.step_review_who, silent: m.step_held_silent },
  review: { title: m.step_review, who: m.step_review_who, silent: m.step_review_silent },
  annulled: { title: m.step_annulled, who: m.step_annulled_who, silent: m.step_annulled_silent },
  declined: { title: m.step_declined, who: m.step_declined_who, silent: m.step_declined_silent },
  lapsed: { title: m.step_lapsed, who: m.step_lapsed_who, silent: m.step_lapsed_silent },
};

const itself = ({ organisation }: About) => organisation;
const toStaff: OtherWords = {
  answer: { who: itself, silent: m.step_answer_silent_other },
  signRecipient: { who: m.step_sign_who_recipient_other, silent: m.step_sign_silent_recipient_other },
  signSponsor: { silent: m.step_sign_silent_sponsor_other },
  appeal: { silent: m.step_appeal_silent_other },
  payment: { silent: m.step_payment_silent_other },
  annulled: { silent: m.step_annulled_silent_other },
  declined: { who: itself, silent: m.step_lost_silent_other },
  lapsed: { who: itself, silent: m.step_lost_silent_other },
};
const toSponsor: OtherWords = { ...toStaff, signSponsor: { who: m.step_sign_who_sponsor_yours, silent: m.step_sign_silent_sponsor_yours } };
const others = { recipient: {}, sponsor: toSponsor, staff: toStaff } satisfies Record<Award['readAs'], OtherWords>;

const announcers: Readonly<Record<Award['announcedBy'], () => string>> = {
  by_ranking: m.step_announced_who_ranking, sponsor_choice: m.step_announced_who_sponsor, next_in_line: m.step_announced_who_next, no_award_rule: m.step_announced_who_rule, staff: m.step_announced_who_staff,
};

/** What staff look at is stopped too, and theirs to go on with. */
const isOver = ({ name, state }: Pick<Step, 'name' | 'state'>) => state === 'done' || (state === 'stopped' && name !== 'review');

/** What stands before who acts in a step, and before its time. Those who may object need not have. */
export function stepLabels(step: Pick<Step, 'name' | 'state'>) {
  const who = isOver(step) ? m.step_who : m.step_turn;
  const objects = isOver(step) ? m.step_could_object : m.step_may_object;
  return { who: step.name === 'appeal' ? objects() : who(), at: isOver(step) ? m.step_at() : m.step_due() };
}

/** What a step of an award says to who reads it: the winner is spoken to, the sponsor and staff are told about the winner. Nobody accepts a share or a compensation. */
export function stepWords(name: StepName, { kind, announcedBy, organisationName: organisation, readAs }: Award, address: string) {
  const words: StepWords = {
    ...toWinner[name],
    ...(others[readAs] as OtherWords)[name],
    ...(name === 'announced' && { who: announcers[announcedBy] }),
    ...(name === 'release' && ['split', 'compensation'].includes(kind) && { silent: m.step_release_silent_unasked }),
  };
  return { title: words.title(), who: words.who({ address, organisation }), silent: words.silent({ address, organisation }) };
}
