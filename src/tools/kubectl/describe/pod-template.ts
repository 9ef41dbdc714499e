// The pod template of workloads.
import type { Json, JsonObject } from '../../../base/json';
import { containerLines } from './containers';
import { annotationLines, labelLines, spreadLines, tolerationLines } from './labels';
import { list, Page, part, text } from './page';
import { volumeLines } from './volumes';

/** The template's lines. */
export function podTemplateLines(page: Page, template: Json | undefined): void {
  page.line(0, 'Pod Template:');
  const [metadata, spec] = [part(part(template), 'metadata'), part(part(template), 'spec')];
  labelLines(page, '  Labels', part(metadata, 'labels'));
  const annotations = part(metadata, 'annotations');
  if (Object.keys(annotations).length > 0) annotationLines(page, '  Annotations', annotations);
  const account = text(spec, 'serviceAccountName');
  if (account) page.line(1, `Service Account:\t${account}`);
  const options = { indent: '  ', statuses: [] };
  const first = list(spec, 'initContainers');
  if (first.length > 0) containerLines(page, 'Init Containers', first, options);
  containerLines(page, 'Containers', list(spec, 'containers'), options);
  volumeLines(page, list(spec, 'volumes'), '  ');
  spreadLines(page, list(spec, 'topologySpreadConstraints'), '  ');
  const priority = text(spec, 'priorityClassName');
  if (priority) page.line(1, `Priority Class Name:\t${priority}`);
  labelLines(page, '  Node-Selectors', part(spec, 'nodeSelector'));
  tolerationLines(page, '  Tolerations', list(spec, 'tolerations'));
}

/** A template by itself, with tabs instead of columns: what rollout history and undo show. */
export function describePodTemplate(template: JsonObject): string {
  const page = new Page();
  podTemplateLines(page, template);
  return page.unaligned();
}
