import { join } from 'node:path';
import * as ts from 'typescript';
import type { Schema } from './schema';
import { endpoints } from './endpoints';

/**
 * Reads the published `stripe` types and turns each parameter type into a table row, so that what the
 * stand-in accepts is what the SDK says Stripe accepts, and not what somebody remembered.
 * Run by `table.spec.ts` only; nothing that serves requests loads the compiler.
 */
export function tableFromTypes(): Record<string, Schema> {
  const reader = new TypeReader(Object.fromEntries(endpoints.map((e) => [e.route, e.params])));
  return Object.fromEntries(endpoints.map((e) => [e.route, reader.schemaOf(e.route)]));
}

/** One compiler program in which each name of `types` is an alias that can be looked at. */
export class TypeReader {
  private readonly checker: ts.TypeChecker;
  private readonly aliases = new Map<string, ts.Type>();

  constructor(types: Record<string, string>) {
    const file = join(__dirname, 'parameter-types.virtual.ts');
    const names = Object.keys(types);
    const text = [
      `import type Stripe from 'stripe';`,
      ...names.map((name, i) => `export type T${i} = ${types[name]};`),
    ].join('\n');

    const options: ts.CompilerOptions = {
      strict: true, noEmit: true, skipLibCheck: true, types: [],
      target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
    };
    const host = ts.createCompilerHost(options);
    const program = ts.createProgram([file], options, {
      ...host,
      fileExists: (name) => name === file || host.fileExists(name),
      readFile: (name) => (name === file ? text : host.readFile(name)),
      getSourceFile: (name, target) => (name === file ? ts.createSourceFile(name, text, target) : host.getSourceFile(name, target)),
    });
    this.checker = program.getTypeChecker();

    const source = program.getSourceFile(file);
    if (!source) throw new Error('the compiler did not read the list of types');
    const declared = source.statements.filter(ts.isTypeAliasDeclaration);
    names.forEach((name, i) => {
      const type = this.checker.getTypeAtLocation(declared[i]!);
      if (type.flags & ts.TypeFlags.Any) throw new Error(`${name}: the SDK has no type ${types[name]}`);
      this.aliases.set(name, type);
    });
  }

  schemaOf(name: string): Schema {
    return this.schema(this.aliases.get(name)!);
  }

  /** What is wrong with a JSON answer, seen from the SDK's type: missing, unknown and mistyped fields. */
  violations(name: string, value: unknown): string[] {
    const found: string[] = [];
    this.compare(this.aliases.get(name)!, value, name, found);
    return found;
  }

  private schema(type: ts.Type): Schema {
    const parts = type.isUnion() ? type.types : [type];
    const emptyable = parts.some((p) => p.isStringLiteral() && p.value === '');
    const real = parts.filter((p) => !isNothing(p) && !(p.isStringLiteral() && p.value === ''));
    const inner = this.withoutNothing(real);
    return emptyable ? { empty: inner } : inner;
  }

  private withoutNothing(parts: ts.Type[]): Schema {
    const literals = parts.filter((p) => p.isStringLiteral()).map((p) => p.value);
    if (literals.length > 0) return { enum: literals.sort() };
    if (parts.every((p) => p.flags & ts.TypeFlags.BooleanLike)) return 'boolean';
    if (parts.length === 1) return this.single(parts[0]!);
    const booleans = parts.some((p) => p.flags & ts.TypeFlags.BooleanLike);
    const others = parts.filter((p) => !(p.flags & ts.TypeFlags.BooleanLike)).map((p) => this.single(p));
    return { any: [...(booleans ? ['boolean' as const] : []), ...others] };
  }

  private single(type: ts.Type): Schema {
    if (type.flags & ts.TypeFlags.StringLike || type.isIntersection()) return 'string';
    if (type.flags & ts.TypeFlags.NumberLike) return 'integer';
    if (type.flags & ts.TypeFlags.BigIntLike) return 'integer';
    if (type.symbol?.name === 'Decimal') return 'decimal';
    if (this.checker.isArrayType(type)) return { array: this.schema(this.elementOf(type)) };
    if (type.getStringIndexType()) return { map: 'string' };
    const fields: Record<string, Schema> = {};
    const required: string[] = [];
    for (const property of [...type.getProperties()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      fields[property.name] = this.schema(this.checker.getTypeOfSymbol(property));
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name);
    }
    return required.length > 0 ? { object: fields, required } : { object: fields };
  }

  private elementOf(array: ts.Type): ts.Type {
    return this.checker.getTypeArguments(array as ts.TypeReference)[0]!;
  }

  private compare(type: ts.Type, value: unknown, path: string, found: string[]): void {
    const parts = type.isUnion() ? type.types : [type];
    if (parts.some((p) => p.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown))) return;
    if (value === null) {
      // The v2 types leave out what the wire carries as null.
      if (!parts.some((p) => isNothing(p))) found.push(`${path} is null`);
      return;
    }
    if (typeof value !== 'object') {
      const flag = { string: ts.TypeFlags.StringLike, number: ts.TypeFlags.NumberLike, boolean: ts.TypeFlags.BooleanLike }[typeof value as string];
      const fits = parts.some((p) => (flag !== undefined && p.flags & flag) || (typeof value === 'string' && (p.isIntersection() || p.symbol?.name === 'Decimal')));
      const literals = parts.filter((p) => p.isStringLiteral()).map((p) => p.value);
      if (!fits) found.push(`${path} is a ${typeof value}`);
      // An enum is open in the types, yet a word it does not list is a mistake of ours.
      else if (literals.length > 0 && typeof value === 'string' && !literals.includes(value) && !parts.some((p) => p.flags & ts.TypeFlags.String)) found.push(`${path} is "${value}"`);
      return;
    }
    if (Array.isArray(value)) {
      const array = parts.find((p) => this.checker.isArrayType(p));
      if (!array) found.push(`${path} is an array`);
      else value.forEach((item, i) => this.compare(this.elementOf(array), item, `${path}[${i}]`, found));
      return;
    }
    const shapes = parts.filter((p) => p.flags & ts.TypeFlags.Object && !this.checker.isArrayType(p));
    if (shapes.length === 0) found.push(`${path} is an object`);
    else this.compareObject(this.bestShape(shapes, value as Record<string, unknown>), value as Record<string, unknown>, path, found);
  }

  private compareObject(type: ts.Type, value: Record<string, unknown>, path: string, found: string[]): void {
    // A type without fields stands for "some object": what an event carries.
    if (type.getStringIndexType() || type.getProperties().length === 0) return;
    const known = new Set<string>();
    for (const property of type.getProperties()) {
      known.add(property.name);
      const optional = property.flags & ts.SymbolFlags.Optional;
      const has = property.name in value;
      const propertyType = this.checker.getTypeOfSymbol(property);
      if (!has && !optional && propertyType.getCallSignatures().length === 0) found.push(`${path}.${property.name} is missing`);
      if (has && !(optional && value[property.name] === null)) this.compare(propertyType, value[property.name], `${path}.${property.name}`, found);
    }
    for (const name of Object.keys(value)) if (!known.has(name)) found.push(`${path}.${name} is unknown`);
  }

  /** Of several object types (an id expanded to an object or its deleted form) the one whose `object` and `type` words fit. */
  private bestShape(shapes: ts.Type[], value: Record<string, unknown>): ts.Type {
    const says = (shape: ts.Type, key: string) => {
      const property = shape.getProperty(key);
      const type = property && this.checker.getTypeOfSymbol(property);
      return !type?.isStringLiteral() || type.value === value[key];
    };
    return shapes.find((s) => says(s, 'object') && says(s, 'type')) ?? shapes[0]!;
  }
}

function isNothing(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0;
}
