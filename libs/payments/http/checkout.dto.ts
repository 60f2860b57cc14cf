import { IsString, MaxLength } from 'class-validator';

export class CheckoutDto {
  /** A page of this platform the payer comes back to; coming back proves nothing */
  @IsString()
  @MaxLength(500)
  returnUrl: string;
}
