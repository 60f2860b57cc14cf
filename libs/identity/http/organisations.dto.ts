import { ApiProperty } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { type MemberRole, memberRoles } from '@app/kernel';
import { IsMailAddress, Nullable, Optional } from '@app/platform';
import { type OrganisationKind, organisationKinds } from '../organisation.entity';
import { type ScopeName, scopeNames } from '../scopes';
import { IsCountry, IsName, IsWebsite } from './fields';

export class CreateOrganisationDto {
  @ApiProperty({ enum: organisationKinds })
  @IsIn(organisationKinds)
  kind: OrganisationKind;

  @IsName(200)
  name: string;

  /** ISO 3166 alpha-2 */
  @IsCountry()
  country: string;

  @Nullable()
  @IsWebsite()
  website?: string | null;

  /** Who owns it; two organisations with the same owner are related parties */
  @Nullable()
  @IsName(200)
  declaredOwner?: string | null;
}

export class EditOrganisationDto {
  @Optional()
  @IsName(200)
  name?: string;

  /** ISO 3166 alpha-2 */
  @Optional()
  @IsCountry()
  country?: string;

  @Nullable()
  @IsWebsite()
  website?: string | null;

  /** Who owns it; two organisations with the same owner are related parties */
  @Nullable()
  @IsName(200)
  declaredOwner?: string | null;
}

export class RolesDto {
  @ApiProperty({ enum: memberRoles, isArray: true })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(memberRoles, { each: true })
  roles: MemberRole[];
}

export class InviteDto extends RolesDto {
  /** The invitation is for this one address */
  @IsMailAddress()
  email: string;
}

export class CreateServiceAccountDto {
  @IsName()
  name: string;
}

export class CreateServiceTokenDto {
  /** Only those you hold yourself */
  @ApiProperty({ enum: scopeNames, isArray: true })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(scopeNames, { each: true })
  scopes: ScopeName[];

  /** How many days it works, 1 to 365 */
  @Optional()
  @IsInt()
  @Min(1)
  @Max(365)
  days: number = 90;
}

export class VerifyOrganisationDto {
  @IsBoolean()
  isVerified: boolean;

  /** Why, for the audit trail */
  @IsString()
  @MinLength(1)
  @MaxLength(1000)
  reason: string;
}
