import { Injectable } from '@nestjs/common';
import { On, type Tx } from '@app/platform';
import { catalogue } from '../catalogue';
import type { Facts, Kind } from '../kind';
import { Notifications } from '../notifications.service';
import { Sources } from '../sources.service';

type Hear = (this: Telling, payload: object, tx: Tx) => Promise<void>;

/** Hears what the catalogue names, one handler for each kind, and tells whom it concerns. */
@Injectable()
export class Telling {
  constructor(
    private readonly sources: Sources,
    private readonly notifications: Notifications,
  ) {}

  async tell(tx: Tx, name: string, kind: Kind, payload: object): Promise<void> {
    for (const one of [kind.of(payload)].flat()) {
      const matter = { occasion: '', ...one };
      const about = await kind.about(this.sources, matter);
      if (!about) continue;
      const facts = { ...about, ...(await kind.more?.(this.sources, about)) } as Facts;
      const told = { kind: name, ...matter, again: kind.again?.(facts) ?? '', facts, path: kind.path(facts) };
      await this.notifications.tell(tx, told, await kind.to.people(this.sources, matter));
    }
  }
}

for (const [name, kind] of Object.entries(catalogue)) {
  const hear: Hear = function (payload, tx) {
    return this.tell(tx, name, kind, payload);
  };
  const descriptor = { value: hear, configurable: true };
  Object.defineProperty(Telling.prototype, name, descriptor);
  On(kind.on)(Telling.prototype, name, descriptor);
}
