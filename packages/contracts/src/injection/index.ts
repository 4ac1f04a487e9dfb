export { openApi, openApiText } from './open-api.ts';
export { type OpenApiPage, openApiPage } from './open-api-page.ts';
export * from './read.ts';
export * from './routes.ts';
export * from './schemas.ts';
