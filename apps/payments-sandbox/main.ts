import { startSandbox } from './sandbox';

/** The stand-in as a process of its own; settings are environment variables (see README.md). */
async function main(): Promise<void> {
  const { env } = process;
  const port = Number(env.SANDBOX_PORT ?? 4242);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`SANDBOX_PORT is no port: ${env.SANDBOX_PORT}`);
  const sandbox = await startSandbox({
    port,
    host: env.HOST,
    dataDir: env.DATA_DIR ?? '.data',
    secretKey: env.STRIPE_SECRET_KEY,
    webhookUrl: env.SANDBOX_WEBHOOK_URL,
    webhookSecret: env.STRIPE_WEBHOOK_SECRET,
    publicUrl: env.SANDBOX_PUBLIC_URL,
    country: env.PLATFORM_COUNTRY,
    log: (line) => console.error(line),
  });
  console.log(`payments sandbox (TEST STAND-IN, NOT STRIPE): ${sandbox.url}`);
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: Error) => {
  console.error(`The payments sandbox cannot start: ${error.message}`);
  process.exit(1);
});
