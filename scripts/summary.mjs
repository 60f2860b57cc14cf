// The last line CI reads: how many tests passed, failed and were skipped.
import { existsSync, readFileSync } from 'node:fs';

const file = new URL('../.cache/test-results.json', import.meta.url);
const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numFailedTestSuites: 0, numRuntimeErrorTestSuites: 0 };
// a file that could not even be loaded counts as one failure
const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
console.log(`${results.numPassedTests} passed, ${failed} failed, ${results.numPendingTests + (results.numTodoTests ?? 0)} skipped`);
