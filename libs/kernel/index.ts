export * from './actor';
export * from './event';
export * from './id';
export * from './lifecycle';
export * from './money';
export * from './paging';
export * from './problem';
export * from './time';
