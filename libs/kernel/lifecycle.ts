/** `{ state: { verb: nextState } }`: the one place that says how a thing moves. */
export type Transitions<S extends string> = { readonly [State in S]: Readonly<Record<string, S>> };

export type StateOf<L> = L extends Lifecycle<infer S, string> ? S : never;
export type VerbOf<L> = L extends Lifecycle<string, infer V> ? V : never;

/** Thrown when a verb is not allowed in a state; the HTTP edge answers 409. */
export class WrongState extends Error {
  constructor(
    readonly thing: string,
    readonly state: string,
    readonly verb: string,
    readonly allowed: readonly string[],
  ) {
    super(`a ${thing} in state ${state} cannot ${verb}`);
  }
}

/** States and verbs of one thing. Types, OpenAPI enums, database CHECKs, diagrams and `can` lists come from it. */
export class Lifecycle<S extends string, V extends string> {
  readonly states: readonly S[];

  constructor(
    readonly thing: string,
    readonly transitions: Transitions<S>,
  ) {
    this.states = Object.keys(transitions) as S[];
  }

  /** The state after `verb`. @throws WrongState */
  next(state: S, verb: V): S {
    const to = this.transitions[state][verb];
    if (to === undefined) throw new WrongState(this.thing, state, verb, this.verbs(state));
    return to;
  }

  allows(state: S, verb: V): boolean {
    return this.transitions[state][verb] !== undefined;
  }

  verbs(state: S): V[] {
    return Object.keys(this.transitions[state]) as V[];
  }

  isFinal(state: S): boolean {
    return this.verbs(state).length === 0;
  }

  /** The database CHECK that keeps `column` within these states. */
  check(column = 'state'): string {
    return `${column} in (${this.states.map((state) => `'${state}'`).join(', ')})`;
  }

  /** A Mermaid state diagram for the docs. */
  diagram(): string {
    const lines = this.states.flatMap((from) => Object.entries(this.transitions[from]).map(([verb, to]) => `  ${from} --> ${to as string}: ${verb}`));
    return ['stateDiagram-v2', `  [*] --> ${this.states[0]}`, ...lines].join('\n');
  }
}

type Verbs<T> = { [State in keyof T]: keyof T[State] & string }[keyof T];

/** Declares a lifecycle; the first state is where a new one starts. A verb that leads to an unknown state does not compile. */
export function defineLifecycle<const T extends { readonly [state: string]: Readonly<Record<string, keyof T & string>> }>(
  thing: string,
  transitions: T,
): Lifecycle<keyof T & string, Verbs<T>> {
  return new Lifecycle(thing, transitions as unknown as Transitions<keyof T & string>);
}
