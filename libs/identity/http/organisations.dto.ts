import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { type Id, type MemberRole, memberRoles, topicPattern } from '@app/kernel';
import { IsId, IsMailAddress, IsText, Nullable, Optional } from '@app/platform';
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

  /** What it can do, in plain text; challenges are matched by it */
  @Nullable()
  @IsText(5000)
  about?: string | null;

  /** What it works on, as challenges are tagged */
  @Optional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsString({ each: true })
  @Matches(topicPattern, { each: true, message: 'must be words of a-z, 0-9 and -' })
  topics?: string[];

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

export class UnitDto {
  @IsName(200)
  name: string;
}

export class PlaceDto {
  /** Null: in no unit */
  @IsId('unit', { orNull: true })
  unitId: Id<'unit'> | null;
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

  /** Why; owners of the organisation read it, and the audit trail keeps it */
  @IsText(1000, { shortest: 3 })
  reason: string;
}
