// Which fields name objects of which kinds.
import type { FieldSpec } from './field-paths';

/** A kind that is referred to, and the fields that do it. */
export interface Referral {
  readonly kind: string;
  readonly group?: string;
  readonly fields: readonly FieldSpec[];
}

/** Places of pod specs by kind. */
const podSpecs: Readonly<Record<string, string>> = {
  Pod: 'spec',
  PodTemplate: 'template/spec',
  Deployment: 'spec/template/spec',
  ReplicaSet: 'spec/template/spec',
  DaemonSet: 'spec/template/spec',
  StatefulSet: 'spec/template/spec',
  ReplicationController: 'spec/template/spec',
  Job: 'spec/template/spec',
  CronJob: 'spec/jobTemplate/spec/template/spec',
};

/** The same paths inside the pod specs of all kinds but some. */
function inPods(paths: readonly string[], except: readonly string[]): FieldSpec[] {
  return Object.entries(podSpecs).flatMap(([kind, place]) =>
    except.includes(kind) ? [] : paths.map((path) => ({ path: `${place}/${path}`, kind })),
  );
}

const at = (kind: string, ...paths: string[]): FieldSpec[] => paths.map((path) => ({ path, kind }));

const noController = ['ReplicationController'];
const noSets = ['ReplicaSet', 'PodTemplate'];
const roles = [...at('Role', 'rules/resourceNames'), ...at('ClusterRole', 'rules/resourceNames')];
const nginx = 'metadata/annotations/nginx.ingress.kubernetes.io\\/';
const rbac = 'rbac.authorization.k8s.io';

function settings(ref: string): string[] {
  return ['containers', 'initContainers'].flatMap((list) => [
    `${list}/env/valueFrom/${ref}KeyRef/name`,
    `${list}/envFrom/${ref}Ref/name`,
  ]);
}

const scaled = ['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map(
  (kind): Referral => ({
    kind,
    fields: at('HorizontalPodAutoscaler', 'spec/scaleTargetRef/name'),
  }),
);

/** All that are known. */
export const referrals: readonly Referral[] = [
  ...scaled,
  {
    kind: 'ConfigMap',
    fields: [
      ...inPods(
        [
          'volumes/configMap/name',
          ...settings('configMap'),
          'volumes/projected/sources/configMap/name',
        ],
        noController,
      ),
      ...at('Node', 'spec/configSource/configMap'),
      ...roles,
      ...at('Ingress', `${nginx}fastcgi-params-configmap`),
    ],
  },
  {
    kind: 'Secret',
    fields: [
      ...inPods(
        [
          'volumes/secret/secretName',
          ...settings('secret'),
          'imagePullSecrets/name',
          'volumes/projected/sources/secret/name',
        ],
        noController,
      ),
      ...at(
        'Ingress',
        'spec/tls/secretName',
        'metadata/annotations/ingress.kubernetes.io\\/auth-secret',
        `${nginx}auth-secret`,
        `${nginx}auth-tls-secret`,
      ),
      ...at('ServiceAccount', 'imagePullSecrets/name'),
      ...at(
        'StorageClass',
        ...['secretName', 'adminSecretName', 'userSecretName', 'secretRef'].map(
          (name) => `parameters/${name}`,
        ),
      ),
      ...roles,
      ...at('PersistentVolume', 'spec/azureFile/secretName'),
    ],
  },
  {
    kind: 'Service',
    group: '',
    fields: [
      ...at('StatefulSet', 'spec/serviceName'),
      ...at(
        'Ingress',
        'spec/rules/http/paths/backend/serviceName',
        'spec/backend/serviceName',
        'spec/rules/http/paths/backend/service/name',
        'spec/defaultBackend/service/name',
      ),
      ...at('APIService', 'spec/service/name'),
      ...at('ValidatingWebhookConfiguration', 'webhooks/clientConfig/service'),
      ...at('MutatingWebhookConfiguration', 'webhooks/clientConfig/service'),
    ],
  },
  { kind: 'Role', group: rbac, fields: at('RoleBinding', 'roleRef/name') },
  {
    kind: 'ClusterRole',
    group: rbac,
    fields: [...at('RoleBinding', 'roleRef/name'), ...at('ClusterRoleBinding', 'roleRef/name')],
  },
  {
    kind: 'ServiceAccount',
    fields: [
      ...at('RoleBinding', 'subjects'),
      ...at('ClusterRoleBinding', 'subjects'),
      ...inPods(['serviceAccountName'], noSets),
    ],
  },
  {
    kind: 'PersistentVolumeClaim',
    fields: inPods(['volumes/persistentVolumeClaim/claimName'], noSets),
  },
  {
    kind: 'PersistentVolume',
    fields: [
      ...at('PersistentVolumeClaim', 'spec/volumeName'),
      ...at('ClusterRole', 'rules/resourceNames'),
    ],
  },
  {
    kind: 'StorageClass',
    fields: [
      ...at('PersistentVolume', 'spec/storageClassName'),
      ...at('PersistentVolumeClaim', 'spec/storageClassName'),
      ...at('StatefulSet', 'spec/volumeClaimTemplates/spec/storageClassName'),
    ],
  },
  { kind: 'PriorityClass', fields: inPods(['priorityClassName'], noSets) },
  {
    kind: 'ValidatingAdmissionPolicy',
    fields: at('ValidatingAdmissionPolicyBinding', 'spec/policyName'),
  },
];
