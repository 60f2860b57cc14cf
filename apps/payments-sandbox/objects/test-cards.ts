/** What a test number stands for. `decline` is null when the payment goes through. */
export interface TestCard {
  number: string;
  brand: string;
  decline: { code: string; declineCode: string; message: string } | null;
  /** The money is available at once instead of after the settlement days. */
  settlesAtOnce: boolean;
}

const declined = (declineCode: string, message: string) => ({ code: 'card_declined', declineCode, message });

const CARDS: TestCard[] = [
  { number: '4242424242424242', brand: 'visa', decline: null, settlesAtOnce: false },
  { number: '5555555555554444', brand: 'mastercard', decline: null, settlesAtOnce: false },
  { number: '4000000000000077', brand: 'visa', decline: null, settlesAtOnce: true },
  { number: '4000000000000002', brand: 'visa', decline: declined('generic_decline', 'Your card was declined.'), settlesAtOnce: false },
  { number: '4000000000009995', brand: 'visa', decline: declined('insufficient_funds', 'Your card has insufficient funds.'), settlesAtOnce: false },
  { number: '4000000000000069', brand: 'visa', decline: { code: 'expired_card', declineCode: 'expired_card', message: 'Your card has expired.' }, settlesAtOnce: false },
];

/** The card behind a number as people type it (spaces are fine), or undefined: the stand-in takes no other number. */
export function testCard(typed: string): TestCard | undefined {
  const digits = typed.replace(/[\s-]/g, '');
  return CARDS.find((card) => card.number === digits);
}
