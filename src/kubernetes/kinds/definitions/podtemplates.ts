// PodTemplate.
import { containersCell, imagesCell, pairsCell } from '../cells';
import { withField } from '../complete';
import { defineKind } from '../define-kind';
import type { PodTemplate } from '../generated/types';
import { templateDefaults } from '../pod-template/defaults';
import { checkTemplateSpec } from '../workloads/template';

export default defineKind<PodTemplate>({
  name: 'podtemplates',
  group: '',
  kind: 'PodTemplate',
  hasGeneration: true,
  applyDefaults: (object) => withField(object, 'template', templateDefaults(object.template)),
  validate: ({ template }) => checkTemplateSpec(template, 'template'),
  cells: (object) => [
    object.metadata.name,
    containersCell(object.template?.spec),
    imagesCell(object.template?.spec),
    pairsCell(object.template?.metadata?.labels),
  ],
});
