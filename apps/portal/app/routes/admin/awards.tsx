import { m } from '@app/messages';
import { redirect } from 'react-router';
import type { Route } from './+types/awards';
import { EmptyQueue } from '~/admin/empty-queue';
import { lastDecided } from '~/admin/last-decided.server';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { ChoiceField, Form, Submit, TextField } from '~/components/form';
import { Money } from '~/components/money';
import { Pager } from '~/components/pager';
import { When } from '~/components/when';
import { field, refused } from '~/problems.server';
import { prizeOf } from '~/work/words';

export async function loader(args: Route.LoaderArgs) {
  const page = found(await apiFor(args).GET('/api/v1/admin/awards', { params: { query: { after: new URL(args.request.url).searchParams.get('after') ?? undefined } } }));
  return { ...page, last: page.items.length === 0 ? await lastDecided(args, ['award.put_back', 'award.annul']) : null };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const { error, response } = await apiFor(args).PUT('/api/v1/admin/awards/{id}/contest', {
    params: { path: { id: field(form, 'award') } }, body: { outcome: field(form, 'outcome') as 'put_back', reason: field(form, 'reason') },
  });
  if (!response.ok) return refused(response, error, form);
  throw redirect('/admin/awards', { status: 303 });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_awards() }) }];

/** The longest waiting contested award stands open, the others are counted below it. */
export default function ContestedAwards({ loaderData: { items, next, last }, actionData }: Route.ComponentProps) {
  const [first, ...others] = items;
  return (
    <div className="reading">
      <h1>{m.admin_awards()}</h1>
      {!first ? <EmptyQueue title={m.contest_empty_title()} why={m.contest_empty()} last={last} before="/admin/audit?action=award." /> : (
        <section className="sheet work-part">
          <h2>{m.award_title({ prize: prizeOf(first), challenge: first.challengeTitle })}</h2>
          <Facts items={[{ label: m.award_for(), value: first.organisationName }, { label: m.award_amount(), value: first.amount ? <Money value={first.amount} /> : m.award_selection() }, { label: m.step_announced(), value: <When at={first.announcedAt} /> }]} />
          {first.reason && <p className="as-typed">{first.reason === 'related_party' ? m.contest_related_party() : first.reason}</p>}
          <Form key={first.id} answer={actionData} labels={{ outcome: m.review_outcome(), reason: m.review_reason() }}>
            <input type="hidden" name="award" value={first.id} />
            <ChoiceField name="outcome" options={[{ value: 'put_back', label: m.contest_put_back(), help: m.contest_put_back_help() }, { value: 'annul', label: m.contest_annul(), help: m.contest_annul_help() }]} />
            <TextField name="reason" rows={4} help={m.contest_reason_help()} />
            <Submit>{m.review_action()}</Submit>
          </Form>
        </section>
      )}
      {others.length > 0 && <p>{m.eligibility_more({ count: others.length })}</p>}
      <Pager next={next} />
    </div>
  );
}
