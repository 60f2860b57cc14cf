import { toProblem } from './problem.filter';

const coded = (code: string) => Object.assign(new Error('x'), { code });

it.each([
  // disk full, out of memory, too many connections, cancelled, idle in a transaction, shut down, connection lost
  ...['53100', '53200', '53300', '57014', '25P03', '57P01', '57P03', '08006', '08000'].map((code) => [code, coded(code), 503] as const),
  ...['ENOSPC', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT'].map((code) => [code, coded(code), 503] as const),
  ['a query of TypeORM', { driverError: coded('53100') }, 503],
  ['a lost connection', new Error('Connection terminated unexpectedly'), 503],
  ['a connection that did not come', new Error('Connection terminated due to connection timeout'), 503],
  ['a pool that is used up', new Error('timeout exceeded when trying to connect'), 503],
  ['a pool that is used up, by TypeORM', { driverError: new Error('timeout exceeded when trying to connect') }, 503],
  ['a bad number', coded('22003'), 400],
  ['a duplicate', coded('23505'), 409],
  ['a defect of ours', coded('42601'), 500],
  ['what happened to mention it', new Error('cannot read "Connection terminated"'), 500],
  ['nothing that can be named', undefined, 500],
] as const)('%s', (_, error, status) => expect(toProblem(error).status).toBe(status));
