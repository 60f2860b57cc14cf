import { readRow } from './import.rules';

const row = {
  id: 'usgov-1', source: 'challenge.gov', title: ' Quiet drones ', summary: 'Less noise', description: 'Drones are loud.', prize_amount: 1500, currency: 'USD',
  opens_at: '2019-03-18T00:00:00', closes_at: '2019-04-22T17:00:00', timezone: null, tags: ['Software and apps', 'Analytics, visualizations', 'software and apps', '—'], rules: 'kept only',
};

it('reads a whole row', () => {
  expect(readRow(row, 'America/New_York')).toEqual({
    draft: {
      key: 'challenge.gov:usgov-1', title: 'Quiet drones', summary: 'Less noise', need: 'Drones are loud.', topics: ['software-and-apps', 'analytics-visualizations'],
      currency: 'USD', amount: 150_000n, opensAt: new Date('2019-03-18T04:00:00Z'), closesAt: new Date('2019-04-22T21:00:00Z'), timezone: 'America/New_York',
    },
  });
});

it('leaves open what a row does not say', () => {
  expect(readRow({ id: '7', title: 'Quiet drones' }, 'UTC')).toEqual({
    draft: { key: 'import:7', title: 'Quiet drones', summary: null, need: null, topics: [], currency: null, amount: null, opensAt: null, closesAt: null, timezone: 'UTC' },
  });
});

it('counts yen without cents', () => {
  expect(readRow({ ...row, currency: 'JPY' }, 'UTC')).toMatchObject({ draft: { amount: 1500n } });
});

it.each([
  [null, [{ field: '', detail: 'must be an object' }]],
  ['text', [{ field: '', detail: 'must be an object' }]],
  [[], [{ field: '', detail: 'must be an object' }]],
  [{}, [{ field: 'id', detail: 'must be there' }, { field: 'title', detail: 'must be there' }]],
  [{ ...row, title: '  ' }, [{ field: 'title', detail: 'must be there' }]],
  [{ ...row, title: 'Win at HTTPS://evil.example' }, [{ field: 'title', detail: 'must not contain a link' }]],
  [{ ...row, title: 7 }, [{ field: 'title', detail: 'must be text' }]],
  [{ ...row, title: 'x'.repeat(201) }, [{ field: 'title', detail: 'must not be longer than 200 characters' }]],
  [{ ...row, summary: ['x'] }, [{ field: 'summary', detail: 'must be text' }]],
  [{ ...row, prize_amount: -1 }, [{ field: 'prize_amount', detail: 'must be a whole number' }]],
  [{ ...row, prize_amount: 1.5 }, [{ field: 'prize_amount', detail: 'must be a whole number' }]],
  [{ ...row, prize_amount: 100_000_001 }, [{ field: 'prize_amount', detail: 'must not be more than a hundred million' }]],
  [{ ...row, currency: 'XAU' }, [{ field: 'currency', detail: 'must be one of EUR, USD, GBP, CHF, CAD, SEK, NOK, DKK, PLN, CZK, JPY' }]],
  [{ ...row, closes_at: '2019-02-30T00:00:00x' }, [{ field: 'closes_at', detail: 'must be a local time like 2019-03-18T17:00:00' }]],
  [{ ...row, timezone: 'Mars/Base' }, [{ field: 'timezone', detail: 'must be a time zone like Europe/Berlin' }]],
  [{ ...row, tags: 'x' }, [{ field: 'tags', detail: 'must be a list of at most 50 words' }]],
])('refuses %j with its reasons', (bad, refusals) => expect(readRow(bad, 'UTC')).toEqual({ refusals }));
