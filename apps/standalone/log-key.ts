// A file of its own, so that the business module behind it is loaded only when a key is made.
export { createLogKey } from '@app/provenance';
