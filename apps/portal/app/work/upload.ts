import { type DetailedError, Upload } from 'tus-js-client';

interface Listener {
  /** 0 to 100 */
  progress(percent: number): void;
  /** `why` in the server's words where it has any. */
  failed(why?: string): void;
  done(): void;
}

/** Sends a file in a way that goes on after a break, also when the page was closed meanwhile. */
export function upload(file: File, submissionId: string, { progress, failed, done }: Listener): void {
  const sending = new Upload(file, {
    endpoint: '/files',
    chunkSize: 5 * 1024 * 1024,
    retryDelays: [0, 1_000, 3_000, 6_000, 12_000],
    metadata: { submission: submissionId, filename: file.name },
    fingerprint: ({ name, size, lastModified }) => Promise.resolve(['guildhall', submissionId, name, size, lastModified].join('-')),
    removeFingerprintOnSuccess: true,
    onProgress: (sent, total) => progress(total === 0 ? 0 : Math.floor((sent / total) * 100)),
    onError: (error) => failed(wordsOf(error)),
    onSuccess: () => done(),
  });
  void sending.findPreviousUploads().then(([previous]) => {
    if (previous) sending.resumeFromPreviousUpload(previous);
    sending.start();
  });
}

function wordsOf(error: Error | DetailedError): string | undefined {
  const body = 'originalResponse' in error ? error.originalResponse?.getBody() : undefined;
  try {
    const problem = body && (JSON.parse(body) as { title?: string; detail?: string });
    return (problem && (problem.detail ?? problem.title)) || undefined;
  } catch {
    return undefined;
  }
}
