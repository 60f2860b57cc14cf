import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { ProblemFactory } from '@app/kernel';

/** The refusals a caller of this route must expect, for the API description. */
export function Fails(...problems: ProblemFactory[]): MethodDecorator {
  const statuses = [...new Set(problems.map(({ status }) => status))];
  return applyDecorators(
    ...statuses.map((status) => {
      const same = problems.filter((one) => one.status === status);
      return ApiResponse({ status, ...refusalOf(...same) });
    }),
  );
}

/** How the API description speaks of problems of one status. */
export function refusalOf(...problems: Pick<ProblemFactory, 'code' | 'title'>[]) {
  return {
    description: problems.map(({ code, title }) => `\`${code}\`: ${title}`).join('\n\n'),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
