/** A local part has at most 64 characters; the bound also keeps the search linear. */
const address = /[^\s@<>()[\]{}"',:;\\/]{1,64}@[\p{L}\p{N}][\p{L}\p{N}.-]{0,254}/gu;

/** A text without mail addresses, for logs and kept errors: mail servers name the recipient in what they answer. */
export function masked(text: string): string {
  return text.replace(address, '[address]');
}
