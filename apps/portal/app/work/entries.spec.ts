import { hasResult, isWithoutSubmission, mayBePaid, mayHandIn, phaseToShow, phaseToWrite, standingOf, type EntryPhase } from './entries';

const phase = (state: string, submissionState: string | null = null, position = 1) =>
  ({ phaseId: `phs_${position}`, position, kind: 'proposal', state, opensAt: null, closesAt: null, submissionId: submissionState && `sub_${position}`, submissionState }) as EntryPhase;

const withBand = (band: string, ...more: EntryPhase[]) => [{ ...phase('decided', 'judged'), band } as EntryPhase, ...more];

it.each([
  ['joined', [phase('open')], 'todo'],
  ['joined', [phase('open', 'draft')], 'todo'],
  ['joined', [phase('open', 'submitted')], 'sent'],
  ['joined', [phase('open', 'withdrawn')], 'over'],
  ['joined', [phase('judging', 'under_review')], 'waiting'],
  ['joined', [phase('judging', 'lapsed')], 'over'],
  ['joined', [phase('judging')], 'over'],
  ['joined', [phase('planned')], 'waiting'],
  ['joined', [phase('decided', 'judged'), phase('open', null, 2)], 'over'],
  ['joined', withBand('finalist', phase('open', null, 2)), 'todo'],
  ['joined', withBand('strong', phase('open', null, 2)), 'over'],
  ['joined', withBand('finalist', phase('planned', null, 2)), 'waiting'],
  ['joined', [phase('decided', 'judged'), phase('planned', null, 2)], 'over'],
  ['waitlisted', [phase('open')], 'waiting'],
  ['withdrawn', [phase('open', 'withdrawn')], 'over'],
  ['closed', [phase('decided', 'judged')], 'over'],
] as const)('an entry that is %s in %j stands at %s', (state, phases, standing) => {
  expect(standingOf({ state, phases: [...phases] })).toBe(standing);
});

it('writes the open phase unless another is asked for, and looks back at the last one with something in it', () => {
  const phases = withBand('finalist', phase('open', null, 2), phase('planned', null, 3));
  expect([phaseToWrite({ phases }, null)?.position, phaseToWrite({ phases }, 'phs_3')?.position, phaseToWrite({ phases: [phases[0]!] }, null)]).toEqual([2, 3, undefined]);
  expect([phaseToShow({ phases }, null)?.position, phaseToShow({ phases }, 'phs_2')?.position, phaseToShow({ phases: [phases[2]!] }, null)]).toEqual([1, 1, undefined]);
  expect([hasResult(phases[0]), hasResult(phases[1]), hasResult(undefined)]).toEqual([true, false, false]);
});

it.each([
  ['joined', 'open', [phase('open', 'draft')], false, true, true],
  ['joined', 'open', [phase('judging')], true, false, false],
  ['joined', 'open', [phase('judging', 'lapsed')], true, false, false],
  ['closed', 'completed', [phase('decided')], true, false, false],
  ['joined', 'open', [phase('judging', 'under_review')], false, true, false],
  ['closed', 'decided', withBand('weak'), false, false, false],
  ['closed', 'decided', withBand('strong'), false, true, false],
  ['closed', 'decided', withBand('not_judged'), false, true, false],
  ['closed', 'completed', withBand('winner'), false, false, false],
  ['closed', 'decided', withBand('winner'), false, true, false],
  ['joined', 'open', withBand('finalist', phase('planned', null, 2)), false, true, false],
  ['closed', 'cancelled', [phase('open', 'draft')], false, false, false],
  ['withdrawn', 'open', [phase('open', 'draft')], false, false, false],
] as const)('an entry that is %s in a challenge that is %s, in %j: never handed in %s, may be paid %s, may hand in %s', (state, standing, phases, never, paid, handsIn) => {
  const entry = { state, challenge: { state: standing }, phases: [...phases] } as Parameters<typeof mayBePaid>[0];
  expect([isWithoutSubmission(entry), mayBePaid(entry, []), mayHandIn(entry, entry.phases[0]!)]).toEqual([never, paid, handsIn]);
});

it.each([
  ['closed', 'completed', withBand('fair'), ['accepted'], true],
  ['closed', 'cancelled', withBand('fair'), ['announced'], true],
  ['withdrawn', 'decided', withBand('fair'), ['accepted'], false],
  ['closed', 'completed', withBand('winner'), ['released'], false],
  ['closed', 'decided', withBand('winner'), ['released'], false],
  ['closed', 'decided', withBand('winner'), ['released', 'contested'], true],
  ['joined', 'open', withBand('finalist', phase('open', null, 2)), ['released'], true],
] as const)('an entry that is %s in a challenge that is %s, in %j, with awards that are %j, may be paid: %s', (state, standing, phases, awards, paid) => {
  expect(mayBePaid({ state, challenge: { state: standing }, phases: [...phases] } as unknown as Parameters<typeof mayBePaid>[0], awards.map((award) => ({ state: award })))).toBe(paid);
});
