export { challengeMatched } from './matching.events';
export { MatchingModule } from './matching.module';
export { SolverIndex } from './solver-index';
export { termsOf } from './text';
