/** What Stripe's error object may carry; `message` is for people, `code` and `type` for programs. */
export interface ErrorBody {
  type?: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  code?: string;
  message: string;
  param?: string;
  decline_code?: string;
  charge?: string;
}

/** A refusal in the shape of Stripe: an HTTP status and `{ "error": { … } }`. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly error: ErrorBody,
    readonly headers: Record<string, string> = {},
  ) {
    super(error.message);
  }

  body(): { error: ErrorBody } {
    return { error: this.error };
  }
}

const invalid = (status: number, code: string | undefined, message: string, param?: string) =>
  new Refusal(status, { ...(code && { code, doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}` }), message, ...(param && { param }), type: 'invalid_request_error' });

/** 400 with a code of Stripe's list. */
export const badRequest = (code: string | undefined, message: string, param?: string) => invalid(400, code, message, param);

/** An id that does not exist: 404 where it stands in the path, 400 where it is a parameter. */
export const noSuch = (what: string, id: string, param = 'id') =>
  invalid(param === 'id' ? 404 : 400, 'resource_missing', `No such ${what}: '${id}'`, param);

export const unknownRoute = (method: string, path: string) =>
  invalid(404, undefined, `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`);

export const unauthorised = (message: string) => new Refusal(401, { message, type: 'invalid_request_error' }, { 'www-authenticate': 'Bearer realm="Stripe"' });

/** Stripe knows the parameter and would take it, the stand-in does not act on it: better refused than silently ignored. */
export const notModelled = (what: string, param?: string) =>
  invalid(400, 'sandbox_not_modelled', `TEST STAND-IN, NOT STRIPE: ${what} exists at Stripe and is not modelled here.`, param);

/** The v2 API says what is wrong with the parameters in a code of its own and without a type. */
export const v2Invalid = (code: string, message: string) => new Refusal(400, { code, message });
export const v2NotFound = (message: string) => new Refusal(404, { code: 'not_found', message });

export const serverError = (status: number) =>
  new Refusal(status, { message: 'An unknown error occurred', type: 'api_error' });
