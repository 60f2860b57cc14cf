// `npm test`: what CI runs.
import { npm } from './install.mjs';

npm('run', 'check');
