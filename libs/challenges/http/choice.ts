import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, registerDecorator } from 'class-validator';
import { isZone } from '../zoned';

/** One of a closed list, named in the API description. */
export function OneOf(values: readonly string[], options: { each?: boolean } = {}): PropertyDecorator {
  return applyDecorators(
    IsIn(values, { each: options.each, message: `must be one of ${values.join(', ')}` }),
    ApiProperty({ enum: values as string[], isArray: options.each }),
  );
}

/** A zone of the IANA database. */
export function IsTimeZoneName(): PropertyDecorator {
  return (target: object, property: string | symbol) =>
    registerDecorator({
      name: 'isTimeZone', target: target.constructor, propertyName: String(property), options: { message: 'must be a time zone like Europe/Berlin' },
      validator: { validate: (value) => typeof value === 'string' && value.length <= 60 && isZone(value) },
    });
}

/** Text that says something: not only spaces, at most `longest` characters. */
export function IsText(longest: number, options: { each?: boolean } = {}): PropertyDecorator {
  const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '' && value.length <= longest;
  return applyDecorators(
    ApiProperty({ type: String, isArray: options.each, maxLength: longest, minLength: 1 }),
    (target: object, property: string | symbol) =>
      registerDecorator({
        name: 'isText', target: target.constructor, propertyName: String(property),
        options: { message: `must be text of 1 to ${longest} characters, not only spaces` },
        validator: { validate: (value) => (options.each ? Array.isArray(value) && value.every(isText) : isText(value)) },
      }),
  );
}
