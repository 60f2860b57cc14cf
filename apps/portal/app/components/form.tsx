import { Button } from '@mantine/core';
import { m } from '@app/messages';
import { createContext, useContext, useEffect, useRef, type InputHTMLAttributes, type MouseEvent, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import { Form as RouterForm, useNavigation, type FormProps } from 'react-router';
import { fieldErrors, type Problem } from '~/problems';

interface FormState {
  labels: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
  values: Readonly<Record<string, string>>;
  /** Where something was typed: a tick that was taken away is not sent, so what stood there first no longer counts. */
  typed?: Readonly<Record<string, string>>;
}

const FormContext = createContext<FormState>({ labels: {}, errors: {}, values: {} });

/** What an action answered: nothing yet, or the problem with the values typed. */
export interface FormAnswer {
  problem?: Problem;
  values?: Readonly<Record<string, string>>;
}

/**
 * A form that works without scripts. `answer` is the action's data: its problem stands above as a summary, each field
 * shows its own part, and what was typed stays. `labels` names the fields, there and in the summary. The browser checks
 * nothing, so that there is one set of rules. `instead` stands below a refusal: what else can be done.
 */
export function Form({ answer, labels, initial, instead, children, ...props }: FormProps & { ref?: Ref<HTMLFormElement>; answer?: FormAnswer; labels: Readonly<Record<string, string>>; initial?: Readonly<Record<string, string>>; instead?: ReactNode }) {
  return (
    <FormContext.Provider value={{ labels, errors: fieldErrors(answer?.problem), values: { ...initial, ...answer?.values }, typed: answer?.values }}>
      {answer?.problem && <ErrorSummary problem={answer.problem} labels={labels} />}
      {answer?.problem && instead && <div className="form-instead">{instead}</div>}
      <RouterForm method="post" noValidate {...props}>
        {children}
      </RouterForm>
    </FormContext.Provider>
  );
}

/** Lists what is wrong in the order of the form's labels, each line a link to its field, and takes focus when it appears or changes. */
export function ErrorSummary({ problem, labels }: { problem: Problem; labels: Readonly<Record<string, string>> }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [problem]);
  const places = Object.keys(labels);
  const place = ([name]: [string, string]) => (places.includes(name) ? places.indexOf(name) : places.length);
  const errors = Object.entries(fieldErrors(problem)).sort((a, b) => place(a) - place(b));
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={box} aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">{errors.length > 0 ? m.form_summary_title({ count: errors.length }) : problem.title}</h2>
      {errors.length === 0 && problem.detail && <p>{problem.detail}</p>}
      {errors.length > 0 && (
        <ul>
          {errors.map(([name, detail]) => (
            <li key={name}>
              <a href={`#${name}`} onClick={(event) => goTo(event, name)}>{labels[name] ? m.form_summary_item({ label: labels[name], detail }) : detail}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Moves by hand: to the router a new hash is a new page, and that would take the errors off this one. */
function goTo(event: MouseEvent<HTMLAnchorElement>, name: string) {
  const field = document.getElementById(name);
  if (!field) return;
  event.preventDefault();
  field.focus();
  (field.closest('.field') ?? field).scrollIntoView({ block: 'nearest' });
}

interface FieldParts {
  /** As in the API's pointer, dots for slashes; its label is the form's `labels[name]`. */
  name: string;
  help?: ReactNode;
}

/** Label, help and error around a control, tied together by ids. */
function Wired({ name, help, children }: FieldParts & { children(props: { id: string; name: string; 'aria-invalid'?: true; 'aria-describedby'?: string; className: string }, value: string | undefined): ReactNode }) {
  const { labels, errors, values } = useContext(FormContext);
  const error = errors[name];
  const described = [help && `${name}-help`, error && `${name}-error`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={name}>{labels[name]}</label>
      {help && <p className="field-help" id={`${name}-help`}>{help}</p>}
      {error && <p className="field-error" id={`${name}-error`}>{error}</p>}
      {children({ id: name, name, className: 'control', ...(error && { 'aria-invalid': true }), ...(described && { 'aria-describedby': described }) }, values[name])}
    </div>
  );
}

export function Field({ name, help, ...input }: FieldParts & Omit<InputHTMLAttributes<HTMLInputElement>, 'name' | 'id'>) {
  return (
    <Wired name={name} help={help}>
      {(wired, value) => <input {...wired} defaultValue={value} {...input} />}
    </Wired>
  );
}

export function TextField({ name, help, ...input }: FieldParts & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'name' | 'id'>) {
  return (
    <Wired name={name} help={help}>
      {(wired, value) => <textarea {...wired} defaultValue={value} {...input} />}
    </Wired>
  );
}

export interface Option {
  value: string;
  label: string;
  help?: string;
}

export function SelectField({ name, help, options, empty, ...input }: FieldParts & { options: readonly Option[]; empty?: string } & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'name' | 'id'>) {
  return (
    <Wired name={name} help={help}>
      {(wired, value) => (
        <select {...wired} defaultValue={value ?? ''} {...input}>
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Wired>
  );
}

/** One of a few: radio buttons in a fieldset, never a drop-down. The first carries the field's id, where errors point. */
export function ChoiceField({ name, help, options }: FieldParts & { options: readonly Option[] }) {
  const { labels, errors, values } = useContext(FormContext);
  const error = errors[name];
  return (
    <fieldset className="choice-group field" aria-describedby={[help && `${name}-help`, error && `${name}-error`].filter(Boolean).join(' ') || undefined}>
      <legend>{labels[name]}</legend>
      {help && <p className="field-help" id={`${name}-help`}>{help}</p>}
      {error && <p className="field-error" id={`${name}-error`}>{error}</p>}
      {options.map((option, index) => (
        <label className="choice" key={option.value}>
          <input type="radio" name={name} id={index === 0 ? name : undefined} value={option.value} defaultChecked={values[name] === option.value} />
          <span>
            {option.label}
            {option.help && <small>{option.help}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** A tick; its value is `on` when set, and nothing is sent when not. */
export function TickField({ name, help }: FieldParts) {
  const { labels, errors } = useContext(FormContext);
  const isTicked = useTicks();
  const error = errors[name];
  return (
    <div className="field">
      {error && <p className="field-error" id={`${name}-error`}>{error}</p>}
      <label className="choice" htmlFor={name}>
        <input type="checkbox" id={name} name={name} defaultChecked={isTicked(name)} aria-invalid={error ? true : undefined} aria-describedby={error ? `${name}-error` : undefined} />
        <span>
          {labels[name]}
          {help && <small>{help}</small>}
        </span>
      </label>
    </div>
  );
}

/** Any number of a few: ticks in a fieldset, each sent as `name.value`. The first carries the group's id, where errors point. */
export function TickGroup({ name, help, options }: FieldParts & { options: readonly Option[] }) {
  const { labels, errors } = useContext(FormContext);
  const isTicked = useTicks();
  const error = errors[name];
  return (
    <fieldset className="choice-group field" aria-describedby={[help && `${name}-help`, error && `${name}-error`].filter(Boolean).join(' ') || undefined}>
      <legend>{labels[name]}</legend>
      {help && <p className="field-help" id={`${name}-help`}>{help}</p>}
      {error && <p className="field-error" id={`${name}-error`}>{error}</p>}
      {options.map(({ value, label, help: more }, index) => (
        <label className="choice" key={value}>
          <input type="checkbox" name={`${name}.${value}`} id={index === 0 ? name : undefined} defaultChecked={isTicked(`${name}.${value}`)} />
          <span>
            {label}
            {more && <small>{more}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function useTicks() {
  const { values, typed = values } = useContext(FormContext);
  return (name: string) => typed[name] === 'on';
}

export function Submit({ children, ...props }: { children: ReactNode; name?: string; value?: string; variant?: string }) {
  const isBusy = useNavigation().state === 'submitting';
  // Not disabled while busy: that would drop the keyboard's focus. A second press is ignored instead.
  return (
    <Button type="submit" size="md" aria-busy={isBusy || undefined} onClick={(event) => isBusy && event.preventDefault()} {...props}>
      {isBusy ? m.form_sending() : children}
    </Button>
  );
}
