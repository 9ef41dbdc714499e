/** kubectl's JSONPath dialect: the folder's front door. */

export type { JsonPathOptions, JsonPathResult } from './evaluate';
export { evaluateJsonPath, findJsonPath, printJsonPath } from './evaluate';
export type { CompiledJsonPath, JsonPathProgram } from './parse';
export { compileJsonPath, relaxedJsonPath } from './parse';
