export * from './open-api.ts';
export * from './read.ts';
export * from './schemas.ts';
