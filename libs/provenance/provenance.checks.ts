/** Invariants of the log for `guildhall check`: each query returns the rows that break it. */
export const provenanceChecks = [
  {
    name: 'log-has-no-gap',
    says: 'records are numbered from 0 to size - 1',
    sql: `select h.size, count(r.seq) as records, max(r.seq) as last from log_head h left join log_record r on true group by h.size
          having count(r.seq) <> h.size or coalesce(max(r.seq), -1) <> h.size - 1`,
  },
  {
    name: 'log-leaves-are-in-the-tree',
    says: 'every record has its leaf node, which is the hash of what the record says',
    sql: `select r.seq from log_record r left join log_node n on n.level = 0 and n.index = r.seq
          where n.hash is distinct from sha256('\\x00'::bytea || convert_to(
            '{"commitment":"' || r.commitment || '","receivedAt":"' || to_char(r.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
            || '","seq":' || r.seq || ',"subject":"' || r.subject || '","type":"' || r.type || '"}', 'UTF8'))`,
  },
  {
    name: 'log-nodes-hash-their-children',
    says: 'every node above the leaves is the hash of its two children',
    sql: `select p.level, p.index from log_node p
          left join log_node l on l.level = p.level - 1 and l.index = 2 * p.index
          left join log_node r on r.level = p.level - 1 and r.index = 2 * p.index + 1
          where p.level > 0 and p.hash is distinct from sha256('\\x01'::bytea || l.hash || r.hash)`,
  },
  {
    name: 'log-openings-open',
    says: 'salt and digest kept for a record are those it commits to',
    sql: `select o.seq from log_opening o join log_record r using (seq) where encode(sha256(o.salt || o.digest), 'hex') <> r.commitment`,
  },
];
