import { getLocale, type Locale } from '@app/messages';

/** How dates and numbers are written: plain English reads day before month and a 24-hour clock, the same for everybody. */
const formats: Record<Locale, string> = { en: 'en-GB' };

export const formatLocale = () => formats[getLocale()];
