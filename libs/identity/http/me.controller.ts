import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Put, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, type Id } from '@app/kernel';
import { Access, Act, Db, Fails, IdParam, IfMatch, requestProblems } from '@app/platform';
import { IdentityQueries } from '../identity.queries';
import { problems } from '../identity.problems';
import { PasswordChanges } from '../password-changes.service';
import { People } from '../people.service';
import { giveCookie } from '../session.cookie';
import { Sessions } from '../sessions.service';
import { EditMeDto, NewPasswordDto } from './people.dto';
import { MeView, SessionListView } from './people.view';

/** The person who is signed in. */
@Controller('api/v1/me')
export class MeController {
  constructor(
    private readonly db: Db,
    private readonly people: People,
    private readonly passwordChanges: PasswordChanges,
    private readonly sessions: Sessions,
    private readonly queries: IdentityQueries,
  ) {}

  /** Who is signed in, and what they may act for */
  @Get()
  @Access('person', { whileSuspended: true })
  async readMe(@Act() actor: Actor): Promise<MeView> {
    const [person, memberships] = await Promise.all([this.people.find(this.db, actor.personId!), this.queries.membershipsOf(actor)]);
    return MeView.of(person!, actor, memberships);
  }

  /** Change name, country or language */
  @Patch()
  @Access('person')
  @Fails(requestProblems.invalid, requestProblems.preconditionFailed)
  async editMe(@Act() actor: Actor, @IfMatch() version: number, @Body() body: EditMeDto): Promise<MeView> {
    const person = await this.people.edit(actor, version, body);
    return MeView.of(person, actor, await this.queries.membershipsOf(actor));
  }

  /** Change the password by the old one; other devices are signed out, the cookie changes */
  @Put('password')
  @HttpCode(204)
  @Access('person', { whileSuspended: true })
  @RouteConfig({ rateLimit: { max: 30 } })
  @Fails(problems.wrongCredentials, problems.tooManyAttempts, problems.tooManyOnAccount, problems.tooManyFromNetwork, requestProblems.invalid)
  async changePassword(@Act() actor: Actor, @Body() body: NewPasswordDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    giveCookie(reply, await this.passwordChanges.change(actor, body.currentPassword, body.newPassword, request));
  }

  /** Where you are signed in */
  @Get('sessions')
  @Access('person', { whileSuspended: true })
  async listSessions(@Act() actor: Actor): Promise<SessionListView> {
    return SessionListView.of(await this.sessions.list(actor), actor.credentialId);
  }

  /** Sign out everywhere else */
  @Delete('sessions')
  @HttpCode(204)
  @Access('person', { whileSuspended: true })
  async endOtherSessions(@Act() actor: Actor): Promise<void> {
    await this.sessions.endOthers(actor);
  }

  /** Sign out one device */
  @Delete('sessions/:id')
  @HttpCode(204)
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async endSession(@Act() actor: Actor, @Param('id', IdParam('session')) id: Id<'session'>): Promise<void> {
    await this.sessions.end(actor, id);
  }
}
