import { applyDecorators, type PipeTransform, type Type, ValidationPipe } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, MaxLength, Min, registerDecorator, ValidateIf, type ValidationError, type ValidationOptions } from 'class-validator';
import { type Currency, currencyCodes, type FieldError, type IdKind, money, type Money, readId, showId, withoutLink } from '@app/kernel';
import { pointerTo } from './pointer';
import { requestProblems } from './problems';

/** Only declared fields pass; every mistake is named by its JSON pointer. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => requestProblems.invalid({ errors: errors.flatMap((error) => fieldErrors(error, '')) }),
  });
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const pointer = pointerTo(parent, error.property);
  const own = Object.entries(error.constraints ?? {}).map(([code, detail]) => ({ pointer, code: snake(code), detail }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, pointer))];
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** May be left out. Unlike class-validator's own it refuses null. */
export function Optional(): PropertyDecorator {
  return applyDecorators(ValidateIf((_, value) => value !== undefined), ApiPropertyOptional());
}

/** May be left out or null, which clears it. */
export function Nullable(): PropertyDecorator {
  return applyDecorators(IsOptional(), ApiPropertyOptional({ nullable: true }));
}

/** A public id of one kind (`chl_…`); the field then holds the bare uuid. `orNull`: the field has to be there, and may be null. */
export function IsId(kind: IdKind, { orNull = false, ...options }: ValidationOptions & { orNull?: boolean } = {}): PropertyDecorator {
  const example = showId(kind, '00000000-0000-4000-8000-000000000000');
  const toIdOrNull = ({ value }: TransformFnParams): unknown => (value === null ? null : readId(kind, value));
  const toId = ({ value }: TransformFnParams): unknown => (Array.isArray(value) ? value.map((one) => readId(kind, one) ?? null) : (readId(kind, value) ?? (value === undefined ? undefined : null)));
  return applyDecorators(
    Transform(orNull ? toIdOrNull : toId),
    ApiProperty({ type: String, isArray: options.each, ...(orNull && { nullable: true }), example: options.each ? [example] : example }),
    (target: object, property: string | symbol) =>
      registerDecorator({
        name: 'isId', target: target.constructor, propertyName: String(property), options: { message: `must be an id of a ${kind}`, ...options },
        validator: { validate: (value) => typeof value === 'string' || (orNull && value === null) },
      }),
  );
}

/** An address people can be written to: one string, no line breaks, no lone surrogates, at most 254 characters. */
export function IsMailAddress(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: TransformFnParams): unknown => (typeof value === 'string' ? value.trim() : value)),
    MaxLength(254),
    (target: object, property: string | symbol) =>
      registerDecorator({
        name: 'isEmail', target: target.constructor, propertyName: String(property), options: { message: 'must be an e-mail address' },
        validator: { validate: (value) => typeof value === 'string' && /^[^\s@"(),:;<>[\\\]]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i.test(value) },
      }),
  );
}

/** What stands in mails to people who did not ask holds no link. */
export function IsWithoutLink(): PropertyDecorator {
  return Matches(withoutLink, { message: 'must not contain a link' });
}

/** An instant as ISO 8601 in UTC (`2026-11-22T12:00:00Z`); the field then holds a Date between the years 2000 and 2200. */
export function IsInstant(): PropertyDecorator {
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;
  return applyDecorators(
    Transform(({ value }: TransformFnParams): unknown => (typeof value === 'string' && iso.test(value) ? new Date(value) : value)),
    ApiProperty({ type: String, format: 'date-time' }),
    (target: object, property: string | symbol) =>
      registerDecorator({
        name: 'isInstant', target: target.constructor, propertyName: String(property), options: { message: 'must be a time like 2026-11-22T12:00:00Z' },
        validator: { validate: (value) => value instanceof Date && value.getUTCFullYear() >= 2000 && value.getUTCFullYear() < 2200 },
      }),
  );
}

/** Text that says something: not only spaces, `shortest` (without the spaces around it) to `longest` characters. */
export function IsText(longest: number, { each, shortest = 1 }: { each?: boolean; shortest?: number } = {}): PropertyDecorator {
  const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '' && value.length <= longest;
  const isLong = (value: unknown) => isText(value) && value.trim().length >= shortest;
  const rule = (name: string, message: string, validate: (value: unknown) => boolean) => (target: object, property: string | symbol) =>
    registerDecorator({ name, target: target.constructor, propertyName: String(property), options: { message }, validator: { validate: (value) => (each ? Array.isArray(value) && value.every(validate) : validate(value)) } });
  return applyDecorators(
    ApiProperty({ type: String, isArray: each, maxLength: longest, minLength: shortest }),
    rule('isText', `must be text of ${shortest} to ${longest} characters, not only spaces`, isText),
    ...(shortest > 1 ? [rule('minLength', `must be at least ${shortest} characters, not counting spaces around them`, isLong)] : []),
  );
}

/** `{ "amount": 250000, "currency": "EUR" }`: a positive whole number of minor units. */
export class MoneyDto {
  /** Minor units (cents), at most 2^53 - 1 */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  amount: number;

  /** ISO 4217 code */
  @ApiProperty({ enum: currencyCodes })
  @IsIn(currencyCodes)
  currency: Currency;

  static toMoney({ amount, currency }: MoneyDto): Money {
    return money(amount, currency);
  }
}

/** Path parameter `:id` of one kind: another kind or garbage is simply not there. */
export function IdParam(kind: IdKind): Type<PipeTransform> {
  class ReadId implements PipeTransform {
    /** Whoever describes or tries routes may ask. */
    static readonly kind = kind;

    transform(value: unknown): string {
      const id = readId(kind, value);
      if (id === undefined) throw requestProblems.notFound();
      return id;
    }
  }
  return ReadId;
}

