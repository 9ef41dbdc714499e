// DefaultIngressClass: ingresses without a class get the default one.
import type { Ingress, IngressClass } from '../../../kinds/generated/types';
import { defineAdmission } from '../admission';

const mark = 'ingressclass.kubernetes.io/is-default-class';

export default defineAdmission({
  name: 'default-ingress-class',
  order: 72,
  resources: ['ingresses.networking.k8s.io'],
  admit({ operation, subresource, object, server }) {
    const ingress = object as Ingress;
    if (operation !== 'CREATE' || subresource || ingress.spec?.ingressClassName) return ingress;
    if (ingress.metadata.annotations?.['kubernetes.io/ingress.class']) return ingress;
    const classes = server.store.list('ingressclasses.networking.k8s.io') as IngressClass[];
    const first = classes.find((one) => one.metadata.annotations?.[mark] === 'true');
    if (first === undefined) return ingress;
    return { ...ingress, spec: { ...ingress.spec, ingressClassName: first.metadata.name } };
  },
});
