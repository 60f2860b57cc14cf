/** What has been started, to be stopped in the opposite order. */
export class Running {
  private readonly parts: { name: string; stop: () => Promise<void> }[] = [];
  private stopping?: Promise<void>;

  get isStopping(): boolean {
    return this.stopping !== undefined;
  }

  /** A part that comes up while everything is being stopped is stopped at once. */
  add(name: string, stop: () => Promise<void>): void {
    if (this.stopping) void stop();
    else this.parts.push({ name, stop });
  }

  /** Settles when all parts have ended; calling it again waits for the same. */
  stop(): Promise<void> {
    return (this.stopping ??= this.stopAll());
  }

  private async stopAll(): Promise<void> {
    for (const { name, stop } of this.parts.reverse()) {
      await stop().catch((error: unknown) => process.stderr.write(`Stopping ${name} failed: ${(error as Error).message}\n`));
    }
  }
}
