export { Question } from './question.entity';
export { Questions } from './questions.service';
export * from './threads.events';
export { ThreadsModule } from './threads.module';
export { questionProblems } from './threads.problems';
