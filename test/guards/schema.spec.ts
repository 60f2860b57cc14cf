import { DataSource, type EntityMetadata } from 'typeorm';
import { stateColumns } from '@app/platform';
import { startTestApp, type TestApp } from '../support/app';

const types: Record<string, string> = { 'timestamp with time zone': 'timestamptz', int4: 'int', integer: 'int', int8: 'bigint', bool: 'boolean', smallint: 'smallint', 'USER-DEFINED': 'citext', 'character varying': 'text', Number: 'int' };

describe('entities and migrations', () => {
  let app: TestApp;
  let entities: EntityMetadata[];

  beforeAll(async () => {
    app = await startTestApp();
    entities = app.app.get(DataSource).entityMetadatas;
  });
  afterAll(() => app?.close());

  it('agree on tables, columns, types and nullability', async () => {
    const rows = await app.db.query<{ table_name: string; column_name: string; data_type: string; udt_name: string; is_nullable: string }>(
      `select table_name, column_name, data_type, udt_name, is_nullable from information_schema.columns where table_schema = 'public'`,
    );
    const inDatabase = new Set(rows.map((row) => describeColumn(row.table_name, row.column_name, row.data_type === 'ARRAY' ? `${row.udt_name.slice(1)}[]` : row.data_type, row.is_nullable === 'YES')));
    const missing = entities.flatMap((entity) =>
      entity.columns
        .map((column) => describeColumn(entity.tableName, column.databaseName, `${String(typeof column.type === 'function' ? column.type.name : column.type)}${column.isArray ? '[]' : ''}`, column.isNullable))
        .filter((column) => !inDatabase.has(column)),
    );
    expect(entities.length).toBeGreaterThan(10);
    expect(missing).toEqual([]);
  });

  it('give every required column of an entity’s table a property', async () => {
    const required = await app.db.query<{ table_name: string; column_name: string }>(
      `select table_name, column_name from information_schema.columns
       where table_schema = 'public' and is_nullable = 'NO' and column_default is null and is_identity = 'NO' and is_generated = 'NEVER'`,
    );
    const byTable = new Map(entities.map((entity) => [entity.tableName, new Set(entity.columns.map(({ databaseName }) => databaseName))]));
    expect(required.filter(({ table_name, column_name }) => byTable.has(table_name) && !byTable.get(table_name)!.has(column_name))).toEqual([]);
  });

  it('keep every state within its lifecycle by a CHECK', async () => {
    const checks = await app.db.query<{ table_name: string; definition: string }>(
      `select c.relname as table_name, pg_get_constraintdef(k.oid) as definition from pg_constraint k join pg_class c on c.oid = k.conrelid where k.contype = 'c'`,
    );
    const columns = stateColumns().filter(({ entity }) => entities.some(({ target }) => target === entity));
    const loose = columns.filter(({ entity, property, lifecycle }) => {
      const metadata = entities.find(({ target }) => target === entity)!;
      const column = metadata.findColumnWithPropertyName(property)!.databaseName;
      return !checks.some(({ table_name, definition }) => {
        const values = new Set([...definition.matchAll(/'([a-z_]+)'::text/g)].map((match) => match[1]));
        return table_name === metadata.tableName && definition.includes(`${column} = ANY`) && values.size === lifecycle.states.length && lifecycle.states.every((state) => values.has(state));
      });
    });
    expect(columns.length).toBeGreaterThan(3);
    expect(loose.map(({ lifecycle, property }) => `${lifecycle.thing} ${property}`)).toEqual([]);
  });

  it('leave the serving role no table it owns and none it may truncate', async () => {
    const rows = await app.db.query(
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('public', 'bullmq') and c.relkind in ('r', 'p') and (pg_get_userbyid(c.relowner) = 'guildhall_app' or has_table_privilege('guildhall_app', c.oid, 'truncate'))`,
    );
    expect(rows).toEqual([]);
  });
});

function describeColumn(table: string, column: string, type: string, isNullable: boolean): string {
  const [base, suffix] = type.endsWith('[]') ? [type.slice(0, -2), '[]'] : [type, ''];
  return `${table}.${column} ${types[base] ?? base}${suffix}${isNullable ? ' null' : ''}`;
}
