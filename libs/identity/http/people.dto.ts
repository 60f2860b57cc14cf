import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { IsMailAddress, Optional } from '@app/platform';
import { type AccountKind, accountKinds } from '../sign-up.entity';
import { IsCountry, IsName, IsPasswordInput } from './fields';

export class SignUpDto {
  @IsMailAddress()
  email: string;

  /** 12 to 200 characters, not a common one, without your address */
  @IsPasswordInput()
  password: string;

  @IsName()
  name: string;

  /** ISO 3166 alpha-2 */
  @IsCountry()
  country: string;

  /** A freelancer gets an organisation of kind `sole_trader`, to be paid through */
  @ApiProperty({ enum: accountKinds })
  @IsIn(accountKinds)
  kind: AccountKind;
}

export class TokenDto {
  /** From the link in the mail */
  @IsString()
  @MaxLength(100)
  token: string;
}

export class SignInDto {
  @IsMailAddress()
  email: string;

  @IsPasswordInput()
  password: string;
}

export class PasswordDto {
  @IsPasswordInput()
  password: string;
}

export class NewPasswordDto {
  @IsPasswordInput()
  currentPassword: string;

  /** 12 to 200 characters, not a common one, without your address */
  @IsPasswordInput()
  newPassword: string;
}

export class AddressDto {
  @IsMailAddress()
  email: string;
}

export class EditMeDto {
  @Optional()
  @IsName()
  name?: string;

  /** ISO 3166 alpha-2 */
  @Optional()
  @IsCountry()
  country?: string;

  /** Language of mails and pages, as BCP 47 */
  @Optional()
  @IsString()
  @Matches(/^[a-z]{2}(-[A-Z]{2})?$/)
  locale?: string;
}
