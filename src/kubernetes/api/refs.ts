// The built-in resources by name, with their types.
import type {
  ConfigMap,
  ControllerRevision,
  CronJob,
  CustomResourceDefinition,
  DaemonSet,
  Deployment,
  EndpointSlice,
  Endpoints,
  Event,
  HorizontalPodAutoscaler,
  Ingress,
  Job,
  Lease,
  LimitRange,
  Namespace,
  NetworkPolicy,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  PriorityClass,
  ReplicaSet,
  ReplicationController,
  ResourceQuota,
  Secret,
  Service,
  ServiceAccount,
  StatefulSet,
  StorageClass,
} from '../kinds/generated/types';
import { ref } from './client';

export const pods = ref<Pod>('v1', 'pods');
export const nodes = ref<Node>('v1', 'nodes');
export const services = ref<Service>('v1', 'services');
export const endpoints = ref<Endpoints>('v1', 'endpoints');
export const events = ref<Event>('v1', 'events');
export const namespaces = ref<Namespace>('v1', 'namespaces');
export const configMaps = ref<ConfigMap>('v1', 'configmaps');
export const secrets = ref<Secret>('v1', 'secrets');
export const serviceAccounts = ref<ServiceAccount>('v1', 'serviceaccounts');
export const limitRanges = ref<LimitRange>('v1', 'limitranges');
export const resourceQuotas = ref<ResourceQuota>('v1', 'resourcequotas');
export const persistentVolumes = ref<PersistentVolume>('v1', 'persistentvolumes');
export const persistentVolumeClaims = ref<PersistentVolumeClaim>('v1', 'persistentvolumeclaims');
export const replicationControllers = ref<ReplicationController>('v1', 'replicationcontrollers');
export const deployments = ref<Deployment>('apps/v1', 'deployments');
export const replicaSets = ref<ReplicaSet>('apps/v1', 'replicasets');
export const daemonSets = ref<DaemonSet>('apps/v1', 'daemonsets');
export const statefulSets = ref<StatefulSet>('apps/v1', 'statefulsets');
export const controllerRevisions = ref<ControllerRevision>('apps/v1', 'controllerrevisions');
export const jobs = ref<Job>('batch/v1', 'jobs');
export const cronJobs = ref<CronJob>('batch/v1', 'cronjobs');
export const endpointSlices = ref<EndpointSlice>('discovery.k8s.io/v1', 'endpointslices');
export const leases = ref<Lease>('coordination.k8s.io/v1', 'leases');
export const storageClasses = ref<StorageClass>('storage.k8s.io/v1', 'storageclasses');
export const priorityClasses = ref<PriorityClass>('scheduling.k8s.io/v1', 'priorityclasses');
export const ingresses = ref<Ingress>('networking.k8s.io/v1', 'ingresses');
export const networkPolicies = ref<NetworkPolicy>('networking.k8s.io/v1', 'networkpolicies');
export const podDisruptionBudgets = ref<PodDisruptionBudget>('policy/v1', 'poddisruptionbudgets');
export const horizontalPodAutoscalers = ref<HorizontalPodAutoscaler>(
  'autoscaling/v2',
  'horizontalpodautoscalers',
);
export const customResourceDefinitions = ref<CustomResourceDefinition>(
  'apiextensions.k8s.io/v1',
  'customresourcedefinitions',
);
