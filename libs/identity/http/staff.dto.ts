import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { type StaffRole, staffRoles } from '@app/kernel';
import { IsMailAddress, IsText, Optional, PageQuery } from '@app/platform';
import { type OrganisationKind, organisationKinds } from '../organisation.entity';

export class GrantStaffRoleDto {
  /** Of somebody who has an account */
  @IsMailAddress()
  email: string;

  /** One you hold yourself */
  @ApiProperty({ enum: staffRoles })
  @IsIn(staffRoles)
  role: StaffRole;

  /** Why; whoever gets the role reads it */
  @IsText(1000)
  reason: string;
}

export class TakeStaffRoleDto {
  /** Why; whoever held the role reads it */
  @IsText(1000)
  reason: string;
}

export class OrganisationsQuery extends PageQuery {
  /** Part of a name */
  @Optional()
  @IsString()
  @MaxLength(200)
  q: string = '';

  @ApiProperty({ enum: organisationKinds, required: false })
  @Optional()
  @IsIn(organisationKinds)
  kind?: OrganisationKind;

  /** `waiting` for verification, or `verified`; all without */
  @ApiProperty({ enum: ['waiting', 'verified'], required: false })
  @Optional()
  @IsIn(['waiting', 'verified'])
  verification?: 'waiting' | 'verified';
}

export class PeopleQuery extends PageQuery {
  /** Part of a name or address */
  @Optional()
  @IsString()
  @MaxLength(200)
  q: string = '';
}
