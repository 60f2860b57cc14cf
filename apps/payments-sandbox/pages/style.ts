/** The one stylesheet: readable on 390 px and on a desk, in light and dark, with visible focus. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1f2a; --soft: #515a6e; --paper: #ffffff; --ground: #f3f4f8; --line: #8a93a6; --act: #3b3fa8; --act-ink: #ffffff; --bad: #a3121f; --bad-ground: #fdecee; --good: #11613a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceef4; --soft: #b3bbcc; --paper: #1c2030; --ground: #12141d; --line: #6f7890; --act: #aab0ff; --act-ink: #10122b; --bad: #ffb3b9; --bad-ground: #3a1a1f; --good: #8fe0b4; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
.mark { margin: 0; padding: .5rem 1rem; background: #7a1f00; color: #ffffff; font-weight: 700; letter-spacing: .04em; text-align: center; }
main { margin: 0 auto; padding: 1.5rem 1rem 3rem; }
main.narrow { max-width: 34rem; }
main.wide { max-width: 80rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.125rem; margin: 2rem 0 .5rem; }
section, form.card { background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 0 0 1rem; }
section > h2:first-child { margin-top: 0; }
form.card > label:first-child { margin-top: 0; }
.total { font-size: 1.75rem; font-weight: 700; margin: 0; }
.soft { color: var(--soft); }
label { display: block; font-weight: 600; margin: .75rem 0 .25rem; }
input { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .375rem; }
::placeholder { color: var(--soft); opacity: 1; }
input[aria-invalid=true] { border: 2px solid var(--bad); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; }
button, a.button { display: inline-block; min-height: 2.75rem; padding: .5rem 1rem; font: inherit; font-weight: 600; color: var(--act); background: var(--paper); border: 1px solid var(--act); border-radius: .375rem; cursor: pointer; text-decoration: none; }
button.main { width: 100%; margin-top: 1rem; color: var(--act-ink); background: var(--act); }
fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 1rem; padding: .75rem 1rem 1rem; }
legend { font-weight: 600; padding: 0 .25rem; }
.choices { display: grid; gap: .5rem; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
a { color: var(--act); }
.error { margin: 0 0 1rem; padding: .75rem 1rem; color: var(--bad); background: var(--bad-ground); border: 1px solid var(--bad); border-radius: .5rem; font-weight: 600; }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
dl.prices { grid-template-columns: 1fr auto; }
dl.prices dd { white-space: nowrap; }
.scroll { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { text-align: left; padding: .5rem .75rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th, td { overflow-wrap: normal; white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td code { font-size: .8125rem; }
`;
