import { Button } from '@mantine/core';
import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/home';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { ChallengeCards } from '~/components/challenge-cards';
import '~/theme/home.css';

/** The front door stands even when the list behind it does not answer; then it simply shows none. */
export async function loader(args: Route.LoaderArgs) {
  const challenges = await apiFor(args)
    .GET('/api/v1/challenges', { params: { query: { sort: 'closing', limit: 3 } } })
    .then((answer) => found(answer).items)
    .catch(() => []);
  return { challenges };
}

export default function Home({ loaderData: { challenges } }: Route.ComponentProps) {
  const promises = [
    { title: m.home_promise_money_title(), text: m.home_promise_money() },
    { title: m.home_promise_rules_title(), text: m.home_promise_rules() },
    { title: m.home_promise_sealed_title(), text: m.home_promise_sealed() },
    { title: m.home_promise_answer_title(), text: m.home_promise_answer() },
    { title: m.home_promise_before_title(), text: m.home_promise_before() },
    { title: m.home_promise_human_title(), text: m.home_promise_human() },
  ];
  const steps = [
    { title: m.home_step_post_title(), text: m.home_step_post() },
    { title: m.home_step_fund_title(), text: m.home_step_fund() },
    { title: m.home_step_submit_title(), text: m.home_step_submit() },
    { title: m.home_step_judge_title(), text: m.home_step_judge() },
    { title: m.home_step_pay_title(), text: m.home_step_pay() },
  ];
  return (
    <>
      <div className="home-head">
        <h1>{m.home_title()}</h1>
        <p className="lede">{m.home_lede()}</p>
      </div>
      <div className="doors">
        <section className="door sheet">
          <h2>{m.home_sponsor_title()}</h2>
          <p>{m.home_sponsor_text()}</p>
          <Button component={Link} to="/post" size="md">{m.home_sponsor_action()}</Button>
          <p className="door-more"><Link to="/how-it-works/sponsors">{m.home_sponsor_more()}</Link></p>
        </section>
        <section className="door sheet">
          <h2>{m.home_solver_title()}</h2>
          <p>{m.home_solver_text()}</p>
          <Button component={Link} to="/challenges" size="md" variant="outline">{m.home_solver_action()}</Button>
          <p className="door-more"><Link to="/how-it-works/solvers">{m.home_solver_more()}</Link></p>
        </section>
      </div>

      {challenges.length > 0 && (
        <section className="home-part" aria-labelledby="latest">
          <h2 id="latest">{m.home_latest_title()}</h2>
          <ChallengeCards challenges={challenges} />
          <p><Link to="/challenges">{m.home_latest_all()}</Link></p>
        </section>
      )}

      <section className="home-part" aria-labelledby="steps">
        <h2 id="steps">{m.home_steps_title()}</h2>
        <ol className="steps">
          {steps.map(({ title, text }) => (
            <li key={title}>
              <h3>{title}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      </section>

      <section className="home-part" aria-labelledby="promises">
        <h2 id="promises">{m.home_promises_title()}</h2>
        <ul className="promises">
          {promises.map(({ title, text }) => (
            <li key={title}>
              <h3>{title}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ul>
        <p>
          {m.home_also()} <Link to="/how-it-works/universities">{m.role_universities()}</Link> · <Link to="/how-it-works/judges">{m.role_judges()}</Link>
        </p>
      </section>
    </>
  );
}
