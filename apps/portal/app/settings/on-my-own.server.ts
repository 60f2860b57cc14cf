import { found, once } from '~/answers.server';
import { apiFor, type PageArgs } from '~/api';

/** The one-person organisation that comes with a freelancer's account, for whoever signed up without it; nothing where they have one, as after going back to the form. */
export async function workAlone(args: PageArgs, form: FormData) {
  const api = apiFor(args);
  const me = await api.GET('/api/v1/me');
  const { name, country, memberships } = found(me);
  if (memberships.some(({ organisation }) => organisation.kind === 'sole_trader')) return me;
  return api.POST('/api/v1/organisations', { headers: once(form), body: { kind: 'sole_trader', name, country } });
}
