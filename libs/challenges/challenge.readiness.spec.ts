import { after, currencyCodes, day, smallestCharge } from '@app/kernel';
import { readinessOf } from './challenge.readiness';
import { defaultNumbers } from './rule-numbers';
import { aFullChallenge, someDay } from './testing/a-full-challenge';

const brief = aFullChallenge().challenge.brief;
const in7 = after(someDay, 7 * day);
const in14 = after(someDay, 14 * day);

const numbers = { ...defaultNumbers, holdLimitDays: 720 };
const missing = (...args: Parameters<typeof aFullChallenge>) => readinessOf(aFullChallenge(...args), numbers, someDay).missing.map(({ code, pointer }) => `${code} ${pointer}`);
const warnings = (...args: Parameters<typeof aFullChallenge>) => readinessOf(aFullChallenge(...args), numbers, someDay).warnings.map(({ code, pointer }) => `${code} ${pointer}`);

it('finds nothing in a complete challenge', () => {
  expect(readinessOf(aFullChallenge(), numbers, someDay)).toEqual({ missing: [], warnings: [] });
});

it('says what each sentence is about, for those who word it in another language', () => {
  const { missing } = readinessOf(aFullChallenge({}, [{ weights: [60, 39], closesAt: after(someDay, 660 * day) }]), numbers, someDay);
  expect(missing.map(({ code, values }) => [code, values])).toEqual([
    ['weights_not_100', { phase: '1', total: '99' }],
    ['hold_limit', { endsAt: expect.stringMatching(/T.*Z$/), limitAt: after(someDay, 720 * day).toISOString() }],
  ]);
});

it.each<[string, Parameters<typeof aFullChallenge>, string[]]>([
  ['no summary', [{ summary: null }], ['summary_missing /summary']],
  ['only spaces', [{ brief: { ...brief, need: '  ' } }], ['need_missing /brief/need']],
  ['nothing about attempts', [{ brief: { ...brief, tried: null } }], ['tried_missing /brief/tried']],
  ['no idea of success', [{ brief: { ...brief, success: null, deliverables: null } }], ['success_missing /brief/success', 'deliverables_missing /brief/deliverables']],
  ['no metric', [{ brief: { ...brief, metric: null } }], ['metric_missing /brief/metric']],
  ['a metric without a date', [{ brief: { ...brief, metric: { ...brief.metric!, dueAt: null } } }], ['metric_missing /brief/metric']],
  ['no limits', [{ brief: { ...brief, limits: null } }], ['limits_missing /brief/limits']],
  ['no criteria', [{}, [{ weights: [] }]], ['criteria_missing /phases/0/criteria']],
  ['weights of 99', [{}, [{ weights: [60, 39] }]], ['weights_not_100 /phases/0/criteria']],
  ['a weight of 0', [{}, [{ weights: [100, 0] }]], ['weight_zero /phases/0/criteria/1/weight']],
  ['a second phase without criteria', [{}, [{}, { weights: [] }]], ['criteria_missing /phases/1/criteria']],
  ['no currency', [{ currency: null }], ['currency_missing /currency']],
  ['no prize', [{}, [{ prizes: [] }]], ['placement_missing /phases/0/prizes']],
  ['only a stipend at the end', [{}, [{}, { prizes: [{ amount: 5n, kind: 'stipend' }] }]], ['placement_missing /phases/1/prizes', 'prize_kind_unavailable /phases/1/prizes/0/kind']],
  ['prizes nothing awards', [{}, [{ prizes: [{ amount: 50n }, { amount: 5n, kind: 'milestone' }, { amount: 5n, kind: 'fee' }] }]], ['prize_kind_unavailable /phases/0/prizes/1/kind', 'prize_kind_unavailable /phases/0/prizes/2/kind']],
  ['a search for partners', [{ kind: 'partner_search' }], ['kind_unavailable /kind']],
  ['for the invited', [{ entry: 'invited', visibility: 'invited' }], ['entry_unavailable /entry', 'visibility_unavailable /visibility']],
  ['for its own people', [{ visibility: 'internal' }], ['visibility_unavailable /visibility']],
  ['for who knows the address', [{ visibility: 'unlisted' }], []],
  ['a second place alone', [{}, [{ prizes: [{ amount: 50n, place: 2 }] }]], ['places_broken /phases/0/prizes']],
  ['two first places', [{}, [{ prizes: [{ amount: 50n, place: 1 }, { amount: 50n, place: 1 }] }]], ['places_broken /phases/0/prizes']],
  ['a prize of nothing', [{}, [{ prizes: [{ amount: 0n }] }]], ['amount_missing /phases/0/prizes/0/amount']],
  ['no bounty, said in words', [{ bounty: 'none', currency: null, noAwardRule: null }, [{ prizes: [{ amount: 0n }] }]], []],
  ['no opening', [{}, [{ opensAt: null }]], ['opening_missing /phases/0/opensAt']],
  ['no end', [{}, [{ closesAt: null }]], ['closing_missing /phases/0/closesAt']],
  ['closing as it opens', [{}, [{ opensAt: in7, closesAt: in7 }]], ['closes_before_opening /phases/0/closesAt']],
  ['a past closing', [{}, [{ opensAt: after(someDay, -day), closesAt: someDay }]], ['closing_past /phases/0/closesAt']],
  ['a past opening', [{}, [{ opensAt: someDay }]], ['opening_past /phases/0/opensAt']],
  ['a past opening that was paid for', [{ funded: 1n, fundedAt: someDay }, [{ opensAt: someDay }]], []],
  ['a phase inside the judging of the one before', [{}, [{ closesAt: in14 }, { opensAt: after(in14, 14 * day - 1) }]], ['overlaps_judging /phases/1/opensAt']],
  ['a phase as soon as judging ends', [{}, [{ closesAt: in14 }, { opensAt: after(in14, 14 * day) }]], []],
  ['no phase at all', [{}, []], ['placement_missing /phases/0/prizes', 'phase_missing /phases']],
  ['money held too long', [{}, [{ closesAt: after(someDay, 660 * day) }]], ['hold_limit /phases/0/closesAt']],
  ['the same without money', [{ bounty: 'none', currency: null }, [{ closesAt: after(someDay, 660 * day), prizes: [{ amount: 0n }] }]], []],
  ['money held since long ago', [{ funded: 1n, fundedAt: after(someDay, -700 * day) }], ['hold_limit /phases/0/closesAt']],
  ['rules left open', [{ ipTerms: null, noAwardRule: null, eligibility: [], judgeRoles: [], timezone: null, entry: 'capped' }],
    ['ip_missing /ipTerms', 'no_award_rule_missing /noAwardRule', 'eligibility_missing /eligibility', 'judges_missing /judgeRoles', 'timezone_missing /timezone', 'capacity_missing /capacity']],
])('%s', (_, wish, findings) => expect(missing(...wish)).toEqual(findings));

it.each(currencyCodes)('refuses less than the provider takes of %s, in words', (currency) => {
  const least = smallestCharge[currency];
  expect(missing({ currency }, [{ prizes: [{ amount: least - 1n }, { amount: 1n }] }])).toEqual([]);
  expect(missing({ currency }, [{ prizes: [{ amount: least - 2n }, { amount: 1n }] }])).toEqual(['below_smallest_payment /phases/0/prizes']);
});

it('says it as people write money', () => {
  expect(readinessOf(aFullChallenge({ currency: 'DKK' }, [{ prizes: [{ amount: 249n }] }]), numbers, someDay).missing).toEqual([
    {
      section: 'prize', code: 'below_smallest_payment', pointer: '/phases/0/prizes', detail: 'All prizes together are 2.49 DKK. The payment provider takes no payment of less than 2.50 DKK.',
      values: { totalAmount: '249', leastAmount: '250', currency: 'DKK' },
    },
  ]);
});

it.each<[string, Parameters<typeof aFullChallenge>, string[]]>([
  ['no number', [{ summary: 'Much bread breaks.', brief: { ...brief, need: 'It breaks.', success: 'Less.' } }], ['no_number /brief/need']],
  ['midnight in the sponsor’s zone', [{}, [{ closesAt: new Date('2026-06-17T22:00:00Z') }]], ['midnight /phases/0/closesAt']],
  ['a minute before midnight', [{}, [{ closesAt: new Date('2026-06-17T21:59:00Z') }]], ['midnight /phases/0/closesAt']],
  ['midnight elsewhere', [{ timezone: 'America/New_York' }, [{ closesAt: new Date('2026-06-17T22:00:00Z') }]], []],
  ['a Sunday', [{}, [{ closesAt: new Date('2026-06-21T12:00:00Z') }]], ['weekend /phases/0/closesAt']],
  ['a Sunday that is still Saturday there', [{ timezone: 'America/New_York' }, [{ closesAt: new Date('2026-06-21T02:00:00Z') }]], ['weekend /phases/0/closesAt']],
])('warns of %s', (_, wish, findings) => expect(warnings(...wish)).toEqual(findings));
