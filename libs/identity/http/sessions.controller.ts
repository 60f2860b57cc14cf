import { Body, Controller, Delete, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '@app/kernel';
import { Access, Act, Fails, RunsByItself } from '@app/platform';
import { problems } from '../identity.problems';
import { giveCookie, sessionCookie, takeCookie } from '../session.cookie';
import { Sessions } from '../sessions.service';
import { PasswordDto, SignInDto } from './people.dto';
import { SessionView } from './people.view';

/** Signing in and out. The secret is only ever in the cookie `__Host-sid`. */
@Controller('api/v1')
export class SessionsController {
  constructor(private readonly sessions: Sessions) {}

  /** Sign in; always a new session */
  @Post('sessions')
  @Access('public')
  @RunsByItself()
  @RouteConfig({ rateLimit: { max: 60 } })
  @Fails(problems.wrongCredentials, problems.tooManyAttempts, problems.tooManyOnAccount, problems.tooManyFromNetwork)
  async signIn(@Body() _body: SignInDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionView> {
    const started = await this.sessions.signIn(request, request.cookies[sessionCookie]);
    giveCookie(reply, started);
    return SessionView.of(started.session, started.session.id);
  }

  /** Prove again who you are, for changes that ask for it; the cookie changes */
  @Put('session')
  @Access('person', { whileSuspended: true })
  @RouteConfig({ rateLimit: { max: 60 } })
  @Fails(problems.wrongCredentials, problems.tooManyAttempts, problems.tooManyOnAccount, problems.tooManyFromNetwork)
  async confirmSession(@Act() actor: Actor, @Body() { password }: PasswordDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionView> {
    const started = await this.sessions.confirm(actor, password, request);
    giveCookie(reply, started);
    return SessionView.of(started.session, started.session.id);
  }

  /** Sign out; without a session nothing happens */
  @Delete('session')
  @HttpCode(204)
  @Access('public')
  async signOut(@Act() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (actor.personId) await this.sessions.signOut(actor);
    takeCookie(reply);
  }
}
