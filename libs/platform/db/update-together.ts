import type { EntityManager, EntityMetadata, ObjectLiteral } from 'typeorm';

/** Rows at once: a statement's one parameter holds them all. */
const most = 500;

/** One statement for rows of a table in which the same columns changed, many at a time; the database reads each value by its column's type. */
export async function updateTogether(manager: EntityManager, metadata: EntityMetadata, group: readonly { row: ObjectLiteral; changes: ObjectLiteral }[]): Promise<void> {
  const keys = metadata.primaryColumns;
  const changed = metadata.columns.filter(({ propertyName }) => propertyName in group[0]!.changes);
  const quoted = ({ databaseName }: { databaseName: string }) => `"${databaseName}"`;
  const sets = changed.map((column) => `${quoted(column)} = n.${quoted(column)}`);
  const version = metadata.versionColumn;
  if (version) sets.push(`${quoted(version)} = t.${quoted(version)} + 1`);
  const text = `update "${metadata.tableName}" t set ${sets.join(', ')} from jsonb_populate_recordset((select row from "${metadata.tableName}" row where false), $1) n where ${keys.map((key) => `t.${quoted(key)} = n.${quoted(key)}`).join(' and ')}`;
  const valueOf = (row: ObjectLiteral, column: (typeof changed)[number]): unknown => {
    const value: unknown = column.type === 'jsonb' ? column.getEntityValue(row) : manager.dataSource.driver.preparePersistentValue(column.getEntityValue(row), column);
    return Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : typeof value === 'bigint' ? value.toString() : value;
  };
  for (let at = 0; at < group.length; at += most) {
    const rows = group.slice(at, at + most).map(({ row }) => Object.fromEntries([...keys, ...changed].map((column) => [column.databaseName, valueOf(row, column)])));
    await manager.query(text, [JSON.stringify(rows)]);
  }
}
