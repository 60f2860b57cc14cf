import { m } from '@app/messages';
import { redirect } from 'react-router';
import type { Route } from './+types/submissions';
import { EmptyQueue } from '~/admin/empty-queue';
import { lastDecided } from '~/admin/last-decided.server';
import { found, foundOrNothing } from '~/answers.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { ChoiceField, Form, SelectField, Submit, TextField } from '~/components/form';
import { HandedIn } from '~/components/handed-in';
import { Pager } from '~/components/pager';
import { When } from '~/components/when';
import { field, refused } from '~/problems.server';
import { groundText } from '~/work/words';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const page = found(await api.GET('/api/v1/admin/eligibility-reviews', { params: { query: { after: new URL(args.request.url).searchParams.get('after') ?? undefined } } }));
  const first = page.items[0];
  const opened = first && foundOrNothing(await api.GET('/api/v1/admin/submissions/{id}', { params: { path: { id: first.submissionId } } }));
  return { ...page, opened: opened ?? null, last: first ? null : await lastDecided(args, ['eligibility_review.eligible', 'eligibility_review.ineligible']) };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const outcome = field(form, 'outcome') as 'eligible' | 'ineligible';
  const { error, response } = await apiFor(args).PUT('/api/v1/admin/submissions/{id}/eligibility', {
    params: { path: { id: field(form, 'submission') } },
    body: outcome === 'ineligible' ? { outcome, ground: field(form, 'ground') as 'incomplete', statement: field(form, 'statement') } : { outcome },
  });
  if (!response.ok) return refused(response, error, form);
  throw redirect('/admin/submissions', { status: 303 });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_eligibility() }) }];

const grounds = ['incomplete', 'off_topic', 'related_party', 'not_own_work', 'outside_country', 'identity_revealed', 'other_clause'];

/** One decision a screen: the oldest question stands open, the others are counted below it. */
export default function Submissions({ loaderData: { items, next, opened, last }, actionData }: Route.ComponentProps) {
  const [first, ...others] = items;
  return (
    <div className="reading">
      <h1>{m.admin_eligibility()}</h1>
      {!first ? <EmptyQueue title={m.eligibility_empty_title()} why={m.eligibility_empty()} last={last} before="/admin/audit?action=eligibility_review." /> : (
        <section className="sheet work-part">
          <h2>{first.challengeTitle}</h2>
          <Facts items={[{ label: m.eligibility_asked(), value: <When at={first.proposedAt} /> }, { label: m.eligibility_due(), value: <When at={first.dueAt} /> }, { label: m.eligibility_clause(), value: m.eligibility_clause_text({ number: first.clause, text: first.clauseText }) }]} />
          <h3 className="work-part">{m.eligibility_reason()}</h3>
          <p className="as-typed">{first.reason}</p>
          {opened ? (
            <>
              <h3 className="work-part">{opened.label}</h3>
              <p className="soft">{m.handed_in_blind()}</p>
              <HandedIn opened={opened} fileUrl={(id) => `/api/v1/admin/submissions/${opened.id}/files/${id}`} opensAll={opened.solver !== null} later={m.handed_in_file_later} />
            </>
          ) : <p className="notice" data-tone="wait">{m.eligibility_not_yours()}</p>}
          <Form key={first.submissionId} answer={actionData} labels={{ outcome: m.review_outcome(), ground: m.eligibility_ground(), statement: m.eligibility_statement() }}>
            <input type="hidden" name="submission" value={first.submissionId} />
            <ChoiceField name="outcome" options={[{ value: 'eligible', label: m.eligibility_eligible() }, { value: 'ineligible', label: m.eligibility_ineligible() }]} />
            <SelectField name="ground" help={m.eligibility_if_not()} options={grounds.map((value) => ({ value, label: groundText(value) }))} />
            <TextField name="statement" rows={4} help={m.eligibility_statement_help()} />
            <Submit>{m.review_action()}</Submit>
          </Form>
        </section>
      )}
      {others.length > 0 && <p>{m.eligibility_more({ count: others.length })}</p>}
      <Pager next={next} />
    </div>
  );
}
