import { decimalOf, minorUnits } from './amounts';

it.each<[string, string, number | undefined]>([
  ['2,500.00', 'EUR', 250_000],
  ['2500', 'EUR', 250_000],
  [' 2 500.5 ', 'EUR', 250_050],
  ['1,234,567.89', 'USD', 123_456_789],
  ['0.01', 'EUR', 1],
  ['5000', 'JPY', 5000],
  ['5,000', 'JPY', 5000],
  ['70368744177.66', 'EUR', 7_036_874_417_766],
  ['5000.5', 'JPY', undefined],
  ['1.234', 'EUR', undefined],
  ['2.500,00', 'EUR', undefined],
  ['2,50', 'EUR', undefined],
  ['1,234 567', 'EUR', undefined],
  ['1e3', 'EUR', undefined],
  ['-5', 'EUR', undefined],
  ['', 'EUR', undefined],
  ['999999999999.999', 'EUR', undefined],
])('reads %j %s as %p', (text, currency, units) => expect(minorUnits(text, currency)).toBe(units));

it.each([[250_000, 'EUR', '2500.00'], [5, 'EUR', '0.05'], [5000, 'JPY', '5000']] as const)('shows %p %s', (units, currency, text) => {
  expect([decimalOf(units, currency), minorUnits(text, currency)]).toEqual([text, units]);
});
