import { fileTypeFromBuffer } from 'file-type';

/** A type of file that is taken: told by its bytes and by its extension, which must agree. */
export interface AcceptedType {
  mediaType: string;
  /** Lower case, without the dot; the first is used for names we make up. */
  extensions: readonly string[];
  isText?: true;
}

export const acceptedTypes: readonly AcceptedType[] = [
  { mediaType: 'application/pdf', extensions: ['pdf'] },
  { mediaType: 'image/png', extensions: ['png'] },
  { mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg'] },
  { mediaType: 'text/plain', extensions: ['txt', 'md'], isText: true },
  { mediaType: 'text/csv', extensions: ['csv'], isText: true },
  { mediaType: 'application/zip', extensions: ['zip'] },
  { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', extensions: ['docx'] },
  { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extensions: ['xlsx'] },
  { mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', extensions: ['pptx'] },
  { mediaType: 'video/mp4', extensions: ['mp4'] },
];

/** How much of a file's beginning is looked at. */
export const headBytes = 64 * 1024;

export function extensionOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** The type that goes with a name, among those allowed here. */
export function typeByName(name: string, allowed: readonly string[]): AcceptedType | undefined {
  const extension = extensionOf(name);
  return acceptedTypes.find((type) => allowed.includes(type.mediaType) && type.extensions.includes(extension));
}

/** Whether the bytes are what the name says. Text has no magic bytes: it must not have any other type's. */
export async function bytesAre(type: AcceptedType, head: Buffer): Promise<boolean> {
  const found = await fileTypeFromBuffer(head);
  return type.isText ? found === undefined : found !== undefined && found.mime === type.mediaType;
}

/** Reads text as it streams by: strict UTF-8, without NUL or other control characters that no text has. */
export class TextCheck {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });

  isText(chunk: Buffer, isLast = false): boolean {
    try {
      return !/[\0-\x08\x0b\x0e-\x1f\x7f]/.test(this.decoder.decode(chunk, { stream: !isLast }));
    } catch {
      return false;
    }
  }
}
