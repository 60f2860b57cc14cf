/** Carries a message to every process that listens at that moment, and to nobody later: who needs to be sure reads the database. */
export interface LiveChannel {
  publish(message: string): Promise<void>;
  /** Resolves once it hears; a lost connection is made again by itself. Once per channel. */
  listen(receive: (message: string) => void): Promise<void>;
  close(): Promise<void>;
}

export const channelName = 'guildhall_live';
