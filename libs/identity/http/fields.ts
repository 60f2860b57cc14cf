import { applyDecorators } from '@nestjs/common';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsISO31661Alpha2, IsString, IsUrl, Matches, MaxLength, MinLength } from 'class-validator';
import { IsWithoutLink } from '@app/platform';

/** One line a person can read: 1 to `longest` characters, no control characters, and no link, since names stand in mails. */
export function IsName(longest = 120): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: TransformFnParams): unknown => (typeof value === 'string' ? value.trim() : value)),
    IsString(),
    MinLength(1),
    MaxLength(longest),
    Matches(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { message: 'must be one line' }),
    IsWithoutLink(),
  );
}

/** ISO 3166 alpha-2, in capitals */
export function IsCountry(): PropertyDecorator {
  return applyDecorators(IsString(), Matches(/^[A-Z]{2}$/, { message: 'must be two capital letters' }), IsISO31661Alpha2());
}

/** What was typed as a password, of any kind: whether it may be one is a rule of its own. */
export function IsPasswordInput(): PropertyDecorator {
  return applyDecorators(IsString(), MinLength(1), MaxLength(1000));
}

export function IsWebsite(): PropertyDecorator {
  return applyDecorators(IsString(), MaxLength(300), IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: true, disallow_auth: true }));
}
