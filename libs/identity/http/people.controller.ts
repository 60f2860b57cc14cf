import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type Actor } from '@app/kernel';
import { Access, Act, Fails, requestProblems, RunsByItself } from '@app/platform';
import { problems } from '../identity.problems';
import { PasswordChanges } from '../password-changes.service';
import { People } from '../people.service';
import { AddressDto, PasswordDto, SignUpDto, TokenDto } from './people.dto';
import { AddressView } from './people.view';

/** Getting an account, and getting back into one. */
@Controller('api/v1')
export class PeopleController {
  constructor(
    private readonly people: People,
    private readonly passwordChanges: PasswordChanges,
  ) {}

  /** Ask for an account; the answer is the same for a known address, the mail tells its owner */
  @Post('people')
  @RunsByItself()
  @HttpCode(202)
  @Access('public')
  @RouteConfig({ rateLimit: { max: 30 } })
  @Fails(requestProblems.invalid, problems.tooManyMails)
  async signUp(@Act() actor: Actor, @Body() body: SignUpDto): Promise<AddressView> {
    await this.people.signUp(actor, body);
    return AddressView.of(body.email);
  }

  /** Prove the address by the link of the mail: the account exists from then on */
  @Post('email-verifications')
  @Access('public')
  @RouteConfig({ rateLimit: { max: 60 } })
  @Fails(problems.linkNotValid)
  async verifyEmail(@Act() actor: Actor, @Body() { token }: TokenDto): Promise<AddressView> {
    const { email } = await this.people.verify(actor, token);
    return AddressView.of(email);
  }

  /** Ask for a mail to set a new password; the answer is the same for an unknown address */
  @Post('password-resets')
  @HttpCode(202)
  @Access('public')
  @RouteConfig({ rateLimit: { max: 30 } })
  @Fails(requestProblems.invalid, problems.tooManyMails)
  async askPasswordReset(@Act() actor: Actor, @Body() { email }: AddressDto): Promise<AddressView> {
    await this.passwordChanges.askReset(actor, email);
    return AddressView.of(email);
  }

  /** Set a new password by the link of the mail; everybody signed in is signed out */
  @Put('password-resets/:token')
  @HttpCode(204)
  @Access('public')
  @RouteConfig({ rateLimit: { max: 30 } })
  @Fails(problems.linkNotValid, requestProblems.invalid)
  async resetPassword(@Act() actor: Actor, @Param('token') token: string, @Body() { password }: PasswordDto): Promise<void> {
    await this.passwordChanges.reset(actor, token, password);
  }
}
