import { IsIn, Matches } from 'class-validator';
import { type EntityType, entityTypes } from '../payee.entity';

export class PayeeDto {
  /** ISO 3166-1 alpha-2 code of the country of the legal payee */
  @Matches(/^[A-Z]{2}$/)
  country: string;

  /** What the legal payee is */
  @IsIn(entityTypes)
  entityType: EntityType;
}
