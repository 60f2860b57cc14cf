import { Inject, Injectable } from '@nestjs/common';
import { type Actor, systemActor } from '@app/kernel';
import { isZone } from '@app/challenges';
import { CONFIG, type Config, Db, requestProblems, type Tx } from '@app/platform';
import { catalogue, kindNames } from './catalogue';
import { nextDigestAt, zoneOf } from './digest.rules';
import { type Choice, choicesOf, defaultOf } from './kind';
import { problems } from './notifications.problems';
import { readUnsubscribeToken, type Unwanted } from './unsubscribe.token';

export interface Setting {
  kind: string;
  choice: Choice;
}

export interface Settings {
  timeZone: string;
  settings: Setting[];
}

/** In a link's place for a kind. */
export const digest = 'digest';

/** Which mails somebody wants, and when. */
@Injectable()
export class NotificationSettings {
  constructor(
    private readonly db: Db,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async of({ personId }: Pick<Actor, 'personId'>): Promise<Settings> {
    const [person] = await this.db.query<{ country: string; timeZone: string | null }>(
      'select p.country, z.time_zone as "timeZone" from person p left join digest_zone z on z.person_id = p.id where p.id = $1',
      [personId],
    );
    const chosen = await this.db.query<Setting>('select kind, choice from notification_setting where person_id = $1', [personId]);
    const choices = new Map(chosen.map(({ kind, choice }) => [kind, choice]));
    return { timeZone: person!.timeZone ?? zoneOf(person!.country), settings: kindNames.map((kind) => ({ kind, choice: choices.get(kind) ?? defaultOf(catalogue[kind]!) })) };
  }

  /** @throws choiceNotOffered, invalid */
  async choose(actor: Actor, { timeZone, settings = [] }: { timeZone?: string; settings?: readonly Setting[] }): Promise<Settings> {
    if (timeZone !== undefined && !isZone(timeZone)) throw requestProblems.invalid({ errors: [{ pointer: '/timeZone', code: 'is_time_zone', detail: 'must be a zone of the IANA database' }] });
    if (settings.some(({ kind, choice }) => !choicesOf(catalogue[kind]!).includes(choice))) throw problems.choiceNotOffered();
    await this.db.change(actor, async (tx) => {
      const personId = actor.personId!;
      if (timeZone !== undefined) await this.keepZone(tx, personId, timeZone);
      for (const setting of settings) await this.keep(tx, personId, setting);
      tx.audit({ action: 'notifications.choose', subject: 'person', subjectId: personId });
    });
    return this.of(actor);
  }

  /** What a link in a mail would turn off. @throws notFound where we did not make it */
  async unwanted(token: string): Promise<{ what: string; isOff: boolean }> {
    const unwanted = this.read(token);
    return { what: unwanted.what, isOff: (await this.wantedOf(unwanted)).length === 0 };
  }

  /** @throws notFound */
  async unsubscribe(token: string): Promise<{ what: string; isOff: boolean }> {
    const unwanted = this.read(token);
    const wanted = await this.wantedOf(unwanted);
    await this.db.change(systemActor('notifications.unsubscribe'), async (tx) => {
      for (const kind of wanted) await this.keep(tx, unwanted.personId, { kind, choice: 'off' });
      if (wanted.length > 0) tx.audit({ action: 'notifications.unsubscribe', subject: 'person', subjectId: unwanted.personId, changes: { what: { after: unwanted.what } } });
    });
    return { what: unwanted.what, isOff: true };
  }

  private read(token: string): Unwanted {
    const unwanted = readUnsubscribeToken(token, this.config.secretsKeys);
    const isKnown = unwanted && (unwanted.what === digest || (catalogue[unwanted.what] && choicesOf(catalogue[unwanted.what]!).includes('off')));
    if (!isKnown) throw requestProblems.notFound();
    return unwanted;
  }

  /** Of what a link names, the kinds that are still sent and may be turned off. */
  private async wantedOf({ personId, what }: Unwanted): Promise<string[]> {
    const { settings } = await this.of({ personId: personId as Actor['personId'] });
    return settings.filter(({ kind, choice }) => choicesOf(catalogue[kind]!).includes('off') && (what === digest ? choice === 'digest' : kind === what && choice !== 'off')).map(({ kind }) => kind);
  }

  /** The digest that is open leaves by the new zone already. */
  private async keepZone(tx: Tx, personId: string, timeZone: string): Promise<void> {
    await tx.query('insert into digest_zone (person_id, time_zone) values ($1, $2) on conflict (person_id) do update set time_zone = excluded.time_zone', [personId, timeZone]);
    await tx.query('update digest set due_at = $2 where person_id = $1 and closed_at is null', [personId, nextDigestAt(tx.now, timeZone)]);
  }

  private async keep(tx: Tx, personId: string, { kind, choice }: Setting): Promise<void> {
    await tx.query(
      'insert into notification_setting (person_id, kind, choice) values ($1, $2, $3) on conflict (person_id, kind) do update set choice = excluded.choice where notification_setting.choice <> excluded.choice',
      [personId, kind, choice],
    );
  }
}
