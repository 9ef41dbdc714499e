/** Go's text/template: the folder's front door. */

export { goSprint, goSprintf } from './format';
export { builtinFunctions } from './functions';
export { kubectlFunctions } from './kubectl-functions';
export type { ExecuteOptions, ExecuteResult } from './run';
export { compileGoTemplate, executeGoTemplate, GoTemplates } from './templates';
export type { FunctionContext, FunctionTable, TemplateFunction } from './types';
export { TemplateError } from './types';
