import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '@app/platform';

/** Something the provider told us: a hint where to look, never the truth itself. */
@Entity()
export class ProviderEvent {
  /** `evt_…`: one event is kept once, however often it comes. */
  @PrimaryColumn('text') id: string;
  @Column('text') type: string;
  /** The object it is about, to be read again. */
  @Column('text') objectId: string;
  @Column('text', { nullable: true }) apiVersion: string | null;
  @InstantColumn() receivedAt: Date;
  @Column('text') state: 'received' | 'done';
  /** What became of it. */
  @Column('text', { nullable: true }) outcome: string | null;
  @InstantColumn({ nullable: true }) doneAt: Date | null;

  static of(told: Pick<ProviderEvent, 'id' | 'type' | 'objectId' | 'apiVersion'>, now: Date): ProviderEvent {
    return Object.assign(new ProviderEvent(), { ...told, receivedAt: now, state: 'received', outcome: null, doneAt: null });
  }
}
