import { Column, Entity, PrimaryColumn } from 'typeorm';
import { defineLifecycle, type Id, newId, type StateOf } from '@app/kernel';
import { InstantColumn, StateColumn } from '@app/platform';
import { newSalt } from './sealing';

/** `receiving` while bytes arrive; only a kept file can be read or handed in. */
export const fileLifecycle = defineLifecycle('file', { receiving: { keep: 'kept' }, kept: {} });

/** What is sealed about a file: even its name may tell. */
export interface FileDetails {
  name: string;
  mediaType: string;
  /** Lowercase hex; empty until the file is kept. */
  sha256: string;
}

/** A confidential file: ciphertext in the blob store, openable only with its data key and the salt in this row. */
@Entity()
export class StoredFile {
  @PrimaryColumn('uuid') id: Id<'file'>;
  /** The data key it is sealed under; the id of what it belongs to. */
  @Column('uuid') dataKeyId: string;
  @StateColumn(fileLifecycle) state: StateOf<typeof fileLifecycle>;
  /** Bytes of content: as declared while receiving (0: not known), as counted when kept. */
  @Column('int') size: number;
  /** Bytes that have arrived. */
  @Column('int') received: number;
  @Column('uuid') blobKey: string;
  @Column('bytea') salt: Buffer;
  /** FileDetails, sealed. */
  @Column('bytea') details: Buffer;
  /** Whether a copy can be made that does not name its author; null until somebody asked. */
  @Column('boolean', { nullable: true }) canBeAnonymous: boolean | null;
  @InstantColumn() createdAt: Date;

  static begun(dataKeyId: string, size: number, createdAt: Date): StoredFile {
    const id = newId('file');
    return Object.assign(new StoredFile(), { id, dataKeyId, state: 'receiving', size, received: 0, blobKey: newId('file'), salt: newSalt(), canBeAnonymous: null, createdAt });
  }
}
