import { Client } from 'pg';
import { Logger } from '@nestjs/common';
import { aPerson, type TestPerson } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
let person: TestPerson;
let owner: Client;

/** The database refuses an organisation by the code in its name: what no rule of ours caught, met through HTTP. */
beforeAll(async () => {
  app = await startTestApp();
  person = await aPerson(app);
  owner = new Client(app.database.superuserUrl);
  await owner.connect();
  await owner.query(`
    create function spec_refuse() returns trigger language plpgsql as $$ begin raise exception 'refused by the database' using errcode = substr(new.name, 8); end $$;
    create trigger spec_refuse before insert on organisation for each row when (new.name like 'refuse %') execute function spec_refuse();
    create table spec_allowed (country text primary key);
    insert into spec_allowed values ('NL');
    alter table organisation add constraint spec_country foreign key (country) references spec_allowed not valid, add constraint spec_name check (name <> 'Forbidden') not valid`);
});
afterAll(async () => {
  await owner?.end();
  await app?.close();
});

const found = (name: string, country = 'NL') => person.agent.post('/api/v1/organisations').send({ kind: 'smb', name, country });

/** What an answer is, and how many lines somebody is to look at. */
async function answered(name: string, country?: string): Promise<unknown[]> {
  const lines = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  try {
    const answer = await found(name, country);
    expect(answer.text).not.toMatch(/refused by|spec_|organisation_/);
    return [...refusal(answer), lines.mock.calls.length];
  } finally {
    lines.mockRestore();
  }
}

it('a foreign key or a check that the input breaks is the caller’s to mend, and is logged since no rule caught it', async () => {
  expect(await answered('Elsewhere', 'BE')).toEqual([409, 'request_conflict', 1]);
  expect(await answered('Forbidden')).toEqual([422, 'request_invalid', 1]);
  expect(await app.db.query(`select name from organisation where name in ('Elsewhere', 'Forbidden')`)).toEqual([]);
});

it.each([
  ['a hold somebody faster used up', 'LD006', 409, 'request_conflict'],
  ['a posting key used for other content', 'LD001', 500, 'request_internal'],
  ['unbalanced lines', 'LD002', 500, 'request_internal'],
  ['a change of what is append-only', 'LD003', 500, 'request_internal'],
  ['a ledger entry written by hand', 'LD004', 500, 'request_internal'],
  ['an account of an unknown kind', 'LD005', 500, 'request_internal'],
  ['a reversal that is no mirror', 'LD007', 500, 'request_internal'],
  ['a missing table', '42P01', 500, 'request_internal'],
])('%s (%s) is %i, with a line for somebody to look at', async (_, code, status, problem) => {
  expect(await answered(`refuse ${code}`)).toEqual([status, problem, 1]);
});

it.each([
  ['a row that is there already', '23505', 409, 'request_conflict'],
  ['a deadlock', '40P01', 409, 'request_conflict'],
  ['a number too large', '22003', 400, 'request_malformed'],
])('%s (%s) is %i', async (_, code, status, problem) => {
  expect((await answered(`refuse ${code}`)).slice(0, 2)).toEqual([status, problem]);
});
