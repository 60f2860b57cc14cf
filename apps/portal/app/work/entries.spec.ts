import { hasResult, phaseToShow, phaseToWrite, standingOf, type EntryPhase } from './entries';

const phase = (state: string, submissionState: string | null = null, position = 1) =>
  ({ phaseId: `phs_${position}`, position, kind: 'proposal', state, opensAt: null, closesAt: null, submissionId: submissionState && `sub_${position}`, submissionState }) as EntryPhase;

it.each([
  ['joined', [phase('open')], 'todo'],
  ['joined', [phase('open', 'draft')], 'todo'],
  ['joined', [phase('open', 'submitted')], 'sent'],
  ['joined', [phase('open', 'withdrawn')], 'over'],
  ['joined', [phase('judging', 'under_review')], 'waiting'],
  ['joined', [phase('judging', 'lapsed')], 'over'],
  ['joined', [phase('judging')], 'over'],
  ['joined', [phase('planned')], 'waiting'],
  ['joined', [phase('decided', 'judged'), phase('open', null, 2)], 'todo'],
  ['joined', [phase('decided', 'judged'), phase('planned', null, 2)], 'over'],
  ['waitlisted', [phase('open')], 'waiting'],
  ['withdrawn', [phase('open', 'withdrawn')], 'over'],
  ['closed', [phase('decided', 'judged')], 'over'],
] as const)('an entry that is %s in %j stands at %s', (state, phases, standing) => {
  expect(standingOf({ state, phases: [...phases] })).toBe(standing);
});

it('writes the open phase unless another is asked for, and looks back at the last one with something in it', () => {
  const phases = [phase('decided', 'judged'), phase('open', null, 2), phase('planned', null, 3)];
  expect([phaseToWrite({ phases }, null)?.position, phaseToWrite({ phases }, 'phs_3')?.position, phaseToWrite({ phases: [phases[0]!] }, null)]).toEqual([2, 3, undefined]);
  expect([phaseToShow({ phases }, null)?.position, phaseToShow({ phases }, 'phs_2')?.position, phaseToShow({ phases: [phases[2]!] }, null)]).toEqual([1, 1, undefined]);
  expect([hasResult(phases[0]), hasResult(phases[1]), hasResult(undefined)]).toEqual([true, false, false]);
});
