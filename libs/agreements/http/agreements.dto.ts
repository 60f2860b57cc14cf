import { Equals, IsString, Matches, MaxLength, MinLength } from 'class-validator';

export class SignatureDto {
  /** SHA-256 of the text you read, lowercase hex */
  @Matches(/^[0-9a-f]{64}$/)
  hash: string;

  /** Your name, typed as you would sign */
  @IsString()
  @MinLength(2)
  @MaxLength(200)
  @Matches(/^\S(.*\S)?$/)
  name: string;

  /** You have read the text, accept it, and may bind your side */
  @Equals(true)
  isAccepted: true;
}
