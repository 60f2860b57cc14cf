import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ACTOR_SOURCE } from '@app/platform';
import { Actors } from './actors.service';
import { Attempts } from './attempts.service';
import { AuditTrail } from './audit-trail.queries';
import { Authentication } from './authentication.service';
import { AuditController } from './http/audit.controller';
import { InvitationsController } from './http/invitations.controller';
import { LiveController } from './http/live.controller';
import { MeController } from './http/me.controller';
import { MembersController } from './http/members.controller';
import { OrganisationsController } from './http/organisations.controller';
import { PeopleController } from './http/people.controller';
import { ServiceAccountsController } from './http/service-accounts.controller';
import { SessionsController } from './http/sessions.controller';
import { StaffController } from './http/staff.controller';
import { UnitsController } from './http/units.controller';
import { IdentityQueries } from './identity.queries';
import { Invitation } from './invitation.entity';
import { Invitations } from './invitations.service';
import { Forgetting } from './jobs/forget.jobs';
import { IdentityMails } from './jobs/mail.jobs';
import { MailCaps } from './mail-caps.service';
import { Member } from './member.entity';
import { Members } from './members.service';
import { Organisation } from './organisation.entity';
import { Organisations } from './organisations.service';
import { PasswordChanges } from './password-changes.service';
import { PasswordReset } from './password-reset.entity';
import { Passwords } from './passwords.service';
import { People } from './people.service';
import { Person } from './person.entity';
import { ServiceAccount, ServiceToken } from './service-account.entity';
import { ServiceAccounts } from './service-accounts.service';
import { Session } from './session.entity';
import { Sessions } from './sessions.service';
import { SignUp } from './sign-up.entity';
import { Staff } from './staff.service';
import { StaffGrant } from './staff-grant.entity';
import { Suspension } from './suspension.entity';
import { Suspensions } from './suspensions.service';
import { Unit } from './unit.entity';
import { Units } from './units.service';

/** People, organisations, members, sessions and tokens. Global, since every request asks it who is calling. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Person, SignUp, PasswordReset, Session, Organisation, Member, Invitation, ServiceAccount, ServiceToken, StaffGrant, Suspension, Unit])],
  controllers: [PeopleController, SessionsController, MeController, LiveController, OrganisationsController, MembersController, UnitsController, InvitationsController, ServiceAccountsController, StaffController, AuditController],
  providers: [
    Passwords, Attempts, MailCaps, Authentication, Sessions, Actors, People, PasswordChanges, Organisations, Members, Units, Invitations, ServiceAccounts, Staff, Suspensions,
    IdentityQueries, AuditTrail, IdentityMails, Forgetting, { provide: ACTOR_SOURCE, useExisting: Actors },
  ],
  exports: [ACTOR_SOURCE, Sessions, People, Organisations, Staff, Suspensions, Passwords, MailCaps, IdentityQueries],
})
export class IdentityModule {}
