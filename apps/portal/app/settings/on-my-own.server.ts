import { found, once } from '~/answers.server';
import { apiFor, type PageArgs } from '~/api';

/** The one-person organisation that comes with a freelancer's account, for whoever signed up without it. */
export async function workAlone(args: PageArgs, form: FormData) {
  const api = apiFor(args);
  const { name, country } = found(await api.GET('/api/v1/me'));
  return api.POST('/api/v1/organisations', { headers: once(form), body: { kind: 'sole_trader', name, country } });
}
