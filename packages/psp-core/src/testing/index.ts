export { answer, noAnswer, notSent, type Scripted, ScriptedHttp } from './scripted-http.ts';
