import { IsString, MaxLength } from 'class-validator';

export class CheckoutDto {
  /** A page of this platform the payer comes back to; coming back proves nothing. Who leaves without paying comes back with `unpaid` in its query */
  @IsString()
  @MaxLength(500)
  returnUrl: string;
}
