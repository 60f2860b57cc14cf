import { Inject, Injectable } from '@nestjs/common';
import { systemActor } from '@app/kernel';
import { CONFIG, type Config, Db, Due, type Tx } from '@app/platform';
import { fileProblems } from './files.problems';
import { KeyRing, unwrapKey, wrapKey } from './key-ring';
import { newKey } from './sealing';

interface Row {
  id: string;
  seal_key_id: string;
  key_id: string;
  sealed_by: Buffer;
  wrapped: Buffer;
}

/**
 * Keys of sealed work: a data key for each thing (a submission), wrapped by a seal key (a phase's), wrapped by a master key
 * of the settings. They exist only wrapped outside memory, and erasing a thing destroys its data key.
 */
@Injectable()
export class Seals {
  private readonly ring: KeyRing;

  constructor(
    private readonly db: Db,
    @Inject(CONFIG) config: Config,
  ) {
    this.ring = new KeyRing(config.secretsKeys);
  }

  /** Makes the data key of a thing, and the seal key it hangs on at first need. Returns the key. */
  async create(tx: Tx, dataKeyId: string, sealKeyId: string): Promise<Buffer> {
    const fresh = this.ring.wrap(newKey(), sealPlace(sealKeyId));
    await tx.query('insert into seal_key (id, key_id, wrapped) values ($1, $2, $3) on conflict do nothing', [sealKeyId, fresh.keyId, fresh.wrapped]);
    const [seal] = await tx.query<{ key_id: string; wrapped: Buffer }>('select key_id, wrapped from seal_key where id = $1', [sealKeyId]);
    const sealKey = this.ring.unwrap({ keyId: seal!.key_id, wrapped: seal!.wrapped }, sealPlace(sealKeyId));
    const dataKey = newKey();
    await tx.query('insert into data_key (id, seal_key_id, wrapped) values ($1, $2, $3)', [dataKeyId, sealKeyId, wrapKey(sealKey, dataKey, dataPlace(dataKeyId))]);
    return dataKey;
  }

  /** @throws erased when the key was destroyed; SealBroken when the settings no longer hold its master key. */
  async open(dataKeyId: string, from: Pick<Db | Tx, 'query'> = this.db): Promise<Buffer> {
    const key = (await this.openAll([dataKeyId], from)).get(dataKeyId);
    if (!key) throw fileProblems.erased();
    return key;
  }

  /** Those that were not destroyed. @throws SealBroken */
  async openAll(dataKeyIds: readonly string[], from: Pick<Db | Tx, 'query'> = this.db): Promise<Map<string, Buffer>> {
    const rows = await from.query<Row>(
      'select d.id, s.id as seal_key_id, s.key_id, s.wrapped as sealed_by, d.wrapped from data_key d join seal_key s on s.id = d.seal_key_id where d.id = any($1) and d.wrapped is not null',
      [dataKeyIds],
    );
    return new Map(rows.map((row) => {
      const sealKey = this.ring.unwrap({ keyId: row.key_id, wrapped: row.sealed_by }, sealPlace(row.seal_key_id));
      return [row.id, unwrapKey(sealKey, row.wrapped, dataPlace(row.id))];
    }));
  }

  /** For ever: what was sealed under it cannot be read again, whoever has copies of it. */
  async destroy(tx: Tx, dataKeyIds: readonly string[]): Promise<void> {
    await tx.query('update data_key set wrapped = null, destroyed_at = $2 where id = any($1) and wrapped is not null', [dataKeyIds, tx.now]);
    for (const dataKeyId of dataKeyIds) tx.audit({ action: 'data_key.destroy', subject: 'data_key', subjectId: dataKeyId });
  }

  /** Moves seal keys to the master key that is first in the settings, so that an old one can be taken out. */
  @Due('files.rotate_seal_keys')
  rotate(limit: number): Promise<number> {
    return this.db.change(systemActor('files.rotate_seal_keys'), async (tx) => {
      const old = await tx.query<{ id: string; key_id: string; wrapped: Buffer }>(
        'select id, key_id, wrapped from seal_key where key_id <> $1 and key_id = any($2) order by id limit $3 for update skip locked',
        [this.ring.current, this.ring.known, limit],
      );
      for (const { id, key_id: keyId, wrapped } of old) {
        const again = this.ring.wrap(this.ring.unwrap({ keyId, wrapped }, sealPlace(id)), sealPlace(id));
        await tx.query('update seal_key set key_id = $2, wrapped = $3 where id = $1', [id, again.keyId, again.wrapped]);
        tx.audit({ action: 'seal_key.rotate', subject: 'seal_key', subjectId: id });
      }
      return old.length;
    });
  }
}

const sealPlace = (id: string) => `seal key ${id}`;
const dataPlace = (id: string) => `data key ${id}`;
