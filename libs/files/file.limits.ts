/** The most that is taken, in bytes and files; all files under one data key together. */
export const fileLimits = { fileBytes: 25_000_000, totalBytes: 100_000_000, files: 20, parts: 1000 } as const;
