/** YAML as Kubernetes' tools read and print it: the folder's front door. */

export { printKyaml } from './kyaml';
export type { YamlDocument, YamlDuplicate, YamlError, YamlResult } from './parse';
export { parseYamlDocuments, splitYamlDocuments, yamlToValue } from './parse';
export { printYaml } from './print';
