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
