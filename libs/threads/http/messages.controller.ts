import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, Id } from '@app/kernel';
import { fileProblems } from '@app/files';
import { Access, Act, Fails, IdParam, IfMatch, PageQuery, requestProblems, RunsByItself } from '@app/platform';
import { AnswersFile, fileOfForm, sendFile } from '@app/submissions';
import { Attachments } from '../attachments.service';
import { threadProblems as problems } from '../threads.problems';
import { ThreadsQueries } from '../threads.queries';
import { Threads } from '../threads.service';
import { EditMessageDto, PostMessageDto } from './thread.dto';
import { AttachmentView, MessagePageView, MessageView, PostedMessageView } from './thread.view';

/** What is said in conversations about submissions */
@Controller('api/v1')
export class MessagesController {
  constructor(
    private readonly threads: Threads,
    private readonly queries: ThreadsQueries,
    private readonly attachments: Attachments,
  ) {}

  /** Messages of a conversation, the newest first */
  @Get('threads/:id/messages')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound, requestProblems.invalid)
  async listMessages(@Act() actor: Actor, @Param('id', IdParam('thread')) id: Id<'thread'>, @Query() page: PageQuery): Promise<MessagePageView> {
    const { items, next } = await this.queries.messages(actor, id, page);
    return { items: items.map((one) => MessageView.of(one)), next };
  }

  /** Say something; files are uploaded before */
  @Post('threads/:id/messages')
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.invalid, problems.notParticipant, problems.noAttachment)
  async postMessage(@Act() actor: Actor, @Param('id', IdParam('thread')) id: Id<'thread'>, @Body() { text, attachmentIds = [], mentions = [] }: PostMessageDto): Promise<PostedMessageView> {
    return PostedMessageView.of(await this.threads.post(actor, id, { text, attachmentIds, mentions }));
  }

  /** Upload a file for your next message here; it is dropped when it is not sent within a day */
  @Post('threads/:id/attachments')
  @RunsByItself()
  @RouteConfig({ streams: 'form' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } })
  @Access('person')
  @Fails(
    fileProblems.badName, fileProblems.typeRefused, fileProblems.contentRefused, fileProblems.empty, fileProblems.scanRefused, fileProblems.tooLarge,
    problems.tooManyUnsent, requestProblems.notFound, requestProblems.malformed, requestProblems.unsupportedMediaType,
  )
  async addAttachment(@Act() actor: Actor, @Param('id', IdParam('thread')) id: Id<'thread'>, @Req() request: FastifyRequest): Promise<AttachmentView> {
    return AttachmentView.of(await fileOfForm(request, (name, content) => this.attachments.add(actor, id, name, content)));
  }

  /** The bytes of a file in a conversation */
  @Get('threads/:id/attachments/:fileId')
  @AnswersFile()
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readAttachment(
    @Act() actor: Actor, @Param('id', IdParam('thread')) id: Id<'thread'>, @Param('fileId', IdParam('file')) fileId: Id<'file'>, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.attachments.read(actor, id, fileId));
  }

  /** One message */
  @Get('messages/:id')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readMessage(@Act() actor: Actor, @Param('id', IdParam('message')) id: Id<'message'>): Promise<MessageView> {
    return MessageView.of(await this.queries.message(actor, id));
  }

  /** Put your own message in other words, within 15 minutes */
  @Put('messages/:id')
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.forbidden, requestProblems.invalid, requestProblems.preconditionFailed, problems.stands)
  async editMessage(@Act() actor: Actor, @Param('id', IdParam('message')) id: Id<'message'>, @IfMatch() version: number, @Body() { text }: EditMessageDto): Promise<MessageView> {
    await this.threads.edit(actor, id, version, text);
    return MessageView.of(await this.queries.message(actor, id));
  }

  /** Delete your own message within 15 minutes: its text and files are gone for good, that it was there stays */
  @Delete('messages/:id')
  @HttpCode(204)
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.forbidden, problems.stands)
  async deleteMessage(@Act() actor: Actor, @Param('id', IdParam('message')) id: Id<'message'>): Promise<void> {
    await this.threads.remove(actor, id);
  }
}
