export { type Participant, Participants } from './participants.service';
export { Question } from './question.entity';
export { Questions } from './questions.service';
export { Message, Thread } from './thread.entity';
export * from './threads.events';
export { ThreadsModule } from './threads.module';
export { questionProblems, threadProblems } from './threads.problems';
export { Threads } from './threads.service';
