/** Markup that is safe as it stands. */
export class Html {
  constructor(readonly text: string) {}
}

/** A template whose values are escaped unless they are `Html` themselves; lists are joined, null and false are left out. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  return new Html(strings.reduce((made, part, i) => made + part + (i < values.length ? insert(values[i]) : ''), ''));
}

function insert(value: unknown): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(insert).join('');
  return String(value as string | number).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** A whole page, marked so that nobody takes it for the real thing. */
export function pageOf(title: string, body: Html, wide = false): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} - test stand-in, not Stripe</title>
<link rel="stylesheet" href="/sandbox.css">
<link rel="icon" href="data:,">
</head>
<body>
<p class="mark" role="note">TEST STAND-IN, NOT STRIPE</p>
<main class="${wide ? 'wide' : 'narrow'}">
<h1>${title}</h1>
${body}
</main>
</body>
</html>`.text;
}

const EXPONENT_0 = new Set(['jpy', 'krw', 'clp', 'vnd']);
const EXPONENT_3 = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);

/** `1234567` in `usd` as `12,345.67 USD`; works on the digits, never on fractions. */
export function money(amount: number, currency: string): string {
  const decimals = EXPONENT_0.has(currency) ? 0 : EXPONENT_3.has(currency) ? 3 : 2;
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = decimals > 0 ? `.${digits.slice(-decimals)}` : '';
  return `${amount < 0 ? '-' : ''}${whole}${fraction} ${currency.toUpperCase()}`;
}
