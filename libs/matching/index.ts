export { MatchingModule } from './matching.module';
export { SolverIndex } from './solver-index';
export { termsOf } from './text';
