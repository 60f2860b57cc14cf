import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromTypes } from './from-types';
import table from './table.json';

/** After a new version of the SDK: `UPDATE_PARAMETERS=1 npx jest apps/payments-sandbox/params/table`. */
test('the table of parameters is what the types of the SDK say', () => {
  const fresh = tableFromTypes();
  if (process.env.UPDATE_PARAMETERS) {
    const lines = Object.entries(fresh).map(([route, schema]) => `${JSON.stringify(route)}: ${JSON.stringify(schema)}`);
    writeFileSync(join(__dirname, 'table.json'), `{\n${lines.join(',\n')}\n}\n`);
    return;
  }
  expect(table).toEqual(fresh);
});
