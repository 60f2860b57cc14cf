/**
 * The message catalogue: every text a person reads, as typed functions made from `en.json`, `portal/en.json`
 * and `guides/en.json` by `node libs/messages/compile.mjs`. `m.key(inputs, { locale })` gives the text; without
 * `locale` it is the reader's inside a portal request, and English elsewhere, so mails and jobs always pass it.
 */
export { m } from './generated/messages.js';
export { baseLocale, getLocale, getTextDirection, isLocale, locales, type Locale } from './generated/runtime.js';
