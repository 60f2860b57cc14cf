import { Running } from './running';
import { start } from './start';
import { StartError } from './start-error';

/** The one command: everything embedded, nothing installed. Ends with 0 when asked to, with 1 when something is in the way. */
async function main(): Promise<void> {
  const running = new Running();
  const end = async (status: number, sentence?: string): Promise<void> => {
    if (running.isStopping) return;
    if (sentence) process.stderr.write(`${sentence}\n`);
    await running.stop();
    process.exit(status);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
  process.on('disconnect', () => void end(0));
  // A reader of the addresses that went away (`npm start | head`) is no reason to end.
  process.stdout.on('error', () => undefined);
  try {
    await start({ argv: process.argv.slice(2), env: process.env, running, print: (line) => process.stdout.write(`${line}\n`), broke: (sentence) => void end(1, sentence) });
  } catch (error) {
    await end(1, error instanceof StartError ? error.message : String((error as Error).stack ?? error));
  }
}

void main();
