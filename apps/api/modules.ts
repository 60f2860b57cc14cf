import type { Type } from '@nestjs/common';

/** Every business module, top to bottom as in architecture.cjs. Each process loads all of them. */
export const modules: Type[] = [];
