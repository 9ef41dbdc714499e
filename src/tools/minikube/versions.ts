// The versions that this minikube tells of.
export const version = 'v1.38.1';
export const commit = 'c93a4cb9311efc66b90d33ea03f75f2c4120e9b0';
export const kicbase = 'v0.0.50';
export const defaultKubernetes = 'v1.36.3';
export const oldestKubernetes = 'v1.28.0';
export const containerd = '2.2.1';
