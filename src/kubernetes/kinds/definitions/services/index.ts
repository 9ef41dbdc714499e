// Service: addresses and ports are allocated when it is created and freed with it.
import { complete, withField } from '../../complete';
import { defineKind } from '../../define-kind';
import type { Service } from '../../generated/types';
import { allocated, allocationErrors } from './allocation';
import { serviceCells } from './columns';
import { specDefaults } from './defaults';
import { changedByType } from './update';
import { checkService, checkServiceUpdate } from './validate';

export default defineKind<Service>({
  name: 'services',
  group: '',
  kind: 'Service',

  applyDefaults: (object) => withField(object, 'spec', specDefaults(object.spec ?? {})),

  prepareForCreate(object, context) {
    const ready = withField(object, 'spec', allocated(object, undefined, context));
    return { ...ready, status: { loadBalancer: {} } };
  },

  prepareForUpdate(object, old, context) {
    const changed = withField(object, 'spec', changedByType(object.spec, old.spec));
    return withField(changed, 'spec', allocated(changed, old, context));
  },

  validate(object, context) {
    const errors = checkService(object);
    return errors.length > 0 ? errors : allocationErrors(object, context);
  },

  validateUpdate: checkServiceUpdate,

  selectableFields: (object) => ({
    'spec.clusterIP': object.spec.clusterIP ?? '',
    'spec.type': object.spec.type ?? '',
  }),

  cells: serviceCells,

  subresources: {
    status: {
      update(old, body) {
        const status = complete((body as Service).status ?? {}, { loadBalancer: {} });
        return {
          ...old,
          metadata: { ...old.metadata, annotations: body.metadata.annotations },
          status,
        };
      },
    },
  },
});
