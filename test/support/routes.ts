import 'reflect-metadata';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { RequestMethod } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import type { IdKind } from '@app/kernel';
import { accessOf, type AccessRule } from '@app/platform';
import type { TestApp } from './app';

export interface Route {
  name: string;
  operation: string;
  access: AccessRule | undefined;
}

/** Every route the app serves, with its own access rule. */
export function routesOf({ app }: TestApp): Route[] {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype, instance }) =>
    scanner.getAllMethodNames(Object.getPrototypeOf(instance)).flatMap((method) => {
      const handler = (instance as Record<string, unknown>)[method] as object;
      const path: string | string[] | undefined = Reflect.getMetadata('path', handler);
      if (path === undefined) return [];
      const verb = RequestMethod[Reflect.getMetadata('method', handler) as number]!;
      const base: string = [Reflect.getMetadata('path', metatype as object)].flat()[0] as string;
      const name = `${verb} /${[base, [path].flat()[0]].map((part) => String(part).replace(/^\/|\/$/g, '')).filter(Boolean).join('/')}`;
      return [{ name, operation: method, access: accessOf(reflector, { getHandler: () => handler, getClass: () => metatype }) }];
    }),
  );
}

/** Of which kind the ids in the path of each operation are; by operation id and name of the parameter. */
export function idKindsOf({ app }: TestApp): Record<string, Record<string, IdKind>> {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  const methods = controllers.flatMap(({ metatype, instance }) => new MetadataScanner().getAllMethodNames(Object.getPrototypeOf(instance)).map((method) => [metatype as object, method] as const));
  return Object.fromEntries(methods.map(([controller, method]) => {
    const taken = Object.values((Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, { data?: unknown; pipes?: { kind?: IdKind }[] }>);
    return [method, Object.fromEntries(taken.flatMap(({ data, pipes = [] }) => pipes.filter(({ kind }) => kind).map(({ kind }) => [String(data), kind])))];
  })) as Record<string, Record<string, IdKind>>;
}
