import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { type StaffRole, staffRoles } from '@app/kernel';
import { IsMailAddress, Optional, PageQuery } from '@app/platform';

export class GrantStaffRoleDto {
  /** Of somebody who has an account */
  @IsMailAddress()
  email: string;

  /** One you hold yourself */
  @ApiProperty({ enum: staffRoles })
  @IsIn(staffRoles)
  role: StaffRole;
}

export class PeopleQuery extends PageQuery {
  /** Part of a name or address */
  @Optional()
  @IsString()
  @MaxLength(200)
  q: string = '';
}
